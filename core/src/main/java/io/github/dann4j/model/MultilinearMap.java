package io.github.dann4j.model;

import org.bytedeco.pytorch.Tensor;

/** The multilinear map p ⊗ f of predictions and features (Long et al. 2018, "Conditional adversarial domain adaptation", eq. 4). */
public final class MultilinearMap {
    private MultilinearMap() {}

    /**
     * All products of a probability and a feature, image by image.
     *
     * @param probabilities {@code [n, classes]}; what depends on them may be cut off ({@code detach}) by the caller
     * @param features {@code [n, F]}
     * @return {@code [n, classes · F]}: F values for each class in turn
     */
    public static Tensor of(Tensor probabilities, Tensor features) {
        return probabilities
                .to(features.scalar_type())
                .unsqueeze(2)
                .mul(features.unsqueeze(1))
                .flatten(1, -1);
    }
}

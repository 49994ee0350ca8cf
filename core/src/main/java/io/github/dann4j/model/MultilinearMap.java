package io.github.dann4j.model;

import org.bytedeco.pytorch.Tensor;

/**
 * The multilinear map p ⊗ f of predictions and features (Long et al. 2018, "Conditional adversarial domain adaptation",
 * eq. 4).
 */
public final class MultilinearMap {
    private MultilinearMap() {}

    /**
     * Returns, for each image, all products of a probability and a feature.
     *
     * @param probabilities {@code [n, classes]}; the caller may {@code detach} them
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

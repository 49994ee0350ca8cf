package io.github.dann4j.model;

import io.github.dann4j.api.PublicApi;
import java.util.Locale;

/** The input of a head. */
@PublicApi
public sealed interface HeadInput {
    /** The features f: {@code [n, F]}. */
    record Features() implements HeadInput {}

    /**
     * The multilinear map of predictions and features, p ⊗ f: {@code [n, classes · F]}, where p is the softmax of the
     * label predictor's logits (Long et al. 2018, "Conditional adversarial domain adaptation", eq. 4).
     */
    record Multilinear() implements HeadInput {}

    /**
     * The output of a layer of the feature extractor: {@code [n, c, h, w]} after a convolution or pooling.
     *
     * @param layer index of the layer, from 0
     */
    record Maps(int layer) implements HeadInput {
        public Maps {
            if (layer < 0) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "layers are counted from 0, got the maps after layer %d", layer));
            }
        }
    }
}

package io.github.dann4j.model;

import java.util.Locale;

/** What a head of a network is computed from. */
public sealed interface HeadInput {
    /** The features f: {@code [n, F]}. */
    record Features() implements HeadInput {}

    /**
     * The multilinear map of predictions and features, p ⊗ f: {@code [n, classes · F]}, p the softmax of the label head's logits (Long
     * et al. 2018, "Conditional adversarial domain adaptation", eq. 4).
     */
    record Multilinear() implements HeadInput {}

    /**
     * What a layer of the feature extractor gives: {@code [n, c, h, w]} behind a convolution or pooling.
     *
     * @param layer its index, from 0
     */
    record Maps(int layer) implements HeadInput {
        public Maps {
            if (layer < 0) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "layers are counted from 0, got the maps behind layer %d", layer));
            }
        }
    }
}

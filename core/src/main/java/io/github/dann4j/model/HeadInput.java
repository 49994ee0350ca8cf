package io.github.dann4j.model;

/** What a head of a network is computed from. */
public sealed interface HeadInput {
    /** The features f: {@code [n, F]}. */
    record Features() implements HeadInput {}

    /**
     * The multilinear map of predictions and features, p ⊗ f: {@code [n, classes · F]}, p the softmax of the label head's logits (Long
     * et al. 2018, "Conditional adversarial domain adaptation", eq. 4).
     */
    record Multilinear() implements HeadInput {}
}

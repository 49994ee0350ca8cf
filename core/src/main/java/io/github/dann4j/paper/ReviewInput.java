package io.github.dann4j.paper;

/** What the methods read of a review: the two halves of the paper's table 1. */
public enum ReviewInput {
    /** Counts of 5,000 words and pairs of words, as they are. */
    COUNTS,

    /** The 30,000 features of marginalised stacked denoising autoencoders, the counts included. */
    MSDA
}

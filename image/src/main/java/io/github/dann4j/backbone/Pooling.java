package io.github.dann4j.backbone;

/** How the output of a backbone becomes one vector. */
public enum Pooling {
    /** The output is a vector already; sides of length 1 are dropped. */
    NONE,
    /** Maps {@code [n, c, h, w]}: the mean over all places. */
    MEAN,
    /** Tokens {@code [n, tokens, c]} of a transformer: the first one, which stands for the image. */
    FIRST
}

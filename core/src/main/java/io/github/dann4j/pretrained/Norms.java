package io.github.dann4j.pretrained;

/** How the batch norms of an architecture are used. */
public enum Norms {
    /**
     * Their statistics stay as they are in the file. Each batch norm is then an affine map, and is multiplied into the
     * weights of the convolution before it: the same function, with fewer operations.
     */
    FROZEN,
    /** Each domain has statistics of its own, which begin with those of the file and follow the batches. */
    PER_DOMAIN
}

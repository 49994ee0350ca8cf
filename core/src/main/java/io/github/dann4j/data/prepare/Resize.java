package io.github.dann4j.data.prepare;

/** How a picture of one size becomes a picture of another; a recorded choice, since it changes results. */
public enum Resize {
    /** Each output pixel takes the nearest input pixel: hard edges, exact values. */
    NEAREST,
    /** Bilinear, with the antialiasing filter of the scale when it shrinks. */
    BILINEAR,
    /** Each output pixel is the mean of the input area it covers; meant for shrinking. */
    AREA,
    /** The picture unscaled in the middle of a frame of zeros. The frame is a cue no other set has: a domain classifier sees it at once. */
    PAD,
    /**
     * {@link #PAD} for a picture at most an eighth smaller than the input, {@link #BILINEAR} for any other. MNIST's 28×28 keep
     * their scale in 32×32, as the digits inside MNIST-M do, and its frame is black already, so the padding is no cue.
     */
    PAD_IF_CLOSE;

    /** Share of the input's side that {@link #PAD_IF_CLOSE} may fill up. */
    private static final double CLOSE = 1.0 / 8;

    /** What is done with a picture of this size: never {@link #PAD_IF_CLOSE}. */
    Resize of(int height, int width, int size) {
        if (this != PAD_IF_CLOSE) {
            return this;
        }
        boolean fits = height <= size && width <= size;
        boolean close = Math.min(height, width) >= (1 - CLOSE) * size;
        return fits && close ? PAD : BILINEAR;
    }
}

package io.github.dann4j.data.prepare;

/** How an image of one size becomes an image of another. A recorded choice, since it changes results. */
public enum Resize {
    /** Each output pixel takes the nearest input pixel: hard edges, exact values. */
    NEAREST,
    /** Bilinear, with the antialiasing filter of the scale when the image shrinks. */
    BILINEAR,
    /** Each output pixel is the mean of the input area that it covers; meant for shrinking. */
    AREA,
    /**
     * The image unscaled in the middle of a frame of zeros. No other dataset has such a frame: a domain classifier
     * recognises it at once.
     */
    PAD,
    /**
     * {@link #PAD} for an image at most an eighth smaller than the input, {@link #BILINEAR} for any other. MNIST's
     * 28×28 images keep their scale in 32×32, as the digits inside MNIST-M do, and their border is already black, so
     * the padding is no cue.
     */
    PAD_IF_CLOSE;

    /** Maximum share of the input's side that {@link #PAD_IF_CLOSE} pads. */
    private static final double CLOSE = 1.0 / 8;

    /** Returns the way to resize an image of this size; never {@link #PAD_IF_CLOSE}. */
    Resize of(int height, int width, int size) {
        if (this != PAD_IF_CLOSE) {
            return this;
        }
        boolean fits = height <= size && width <= size;
        boolean close = Math.min(height, width) >= (1 - CLOSE) * size;
        return fits && close ? PAD : BILINEAR;
    }
}

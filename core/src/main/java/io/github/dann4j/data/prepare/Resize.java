package io.github.dann4j.data.prepare;

import io.github.dann4j.api.PublicApi;

/** How an image of one size becomes an image of another. A recorded choice, since it changes results. */
@PublicApi
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
    PAD_IF_CLOSE,
    /** The middle of the image, unscaled. */
    CROP,
    /**
     * {@link #CROP} for an image of which the input is at least seven eighths along each axis, {@link #BILINEAR} for any
     * other. MNIST-M's 32×32 images lose a border of 2 pixels and keep the scale of their digits, which is that of
     * MNIST's 28×28 images.
     */
    CROP_IF_CLOSE;

    /** Largest share of the larger side that {@link #PAD_IF_CLOSE} adds and {@link #CROP_IF_CLOSE} removes. */
    private static final double CLOSE = 1.0 / 8;

    /** Returns the way to resize an image of this size; never one that ends in {@code IF_CLOSE}. */
    Resize of(int height, int width, int size) {
        int shorter = Math.min(height, width);
        int longer = Math.max(height, width);
        return switch (this) {
            case PAD_IF_CLOSE -> longer <= size && shorter >= (1 - CLOSE) * size ? PAD : BILINEAR;
            case CROP_IF_CLOSE -> shorter >= size && size >= (1 - CLOSE) * longer ? CROP : BILINEAR;
            default -> this;
        };
    }
}

package io.github.dann4j.data.prepare;

/** What happens to the contrast of each single image when it becomes a network's input. */
public enum Contrast {
    /** Keeps it. */
    KEPT,
    /**
     * Brings each image to mean 0 and standard deviation 1 over all pixels and channels; an image of a single colour
     * becomes 0.
     */
    STANDARDISED,
    /**
     * Stretches an image whose standard deviation over all pixels and channels is below 0.5 around its own mean until
     * it is 0.5, at most fourfold; all other images stay as they are. Unlike {@link #STANDARDISED} it keeps brightness,
     * and leaves images of good contrast alone.
     */
    LIFTED;

    /** Standard deviation, on the scale ±1, below which an image counts as a single colour with noise. */
    public static final double FLAT = 0.02;

    /**
     * Standard deviation, on the scale ±1, up to which images of low contrast are stretched: a little below MNIST's.
     */
    public static final double LIFTED_TO = 0.5;

    /** Maximum factor of the stretch. */
    public static final double MOST_LIFT = 4;
}

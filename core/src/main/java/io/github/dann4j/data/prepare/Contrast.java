package io.github.dann4j.data.prepare;

/** What becomes of the contrast of each picture on its own, when it is made into an input. */
public enum Contrast {
    /** It stays as it is. */
    KEPT,
    /** Each picture is brought to mean 0 and standard deviation 1 over all pixels and channels; one of a single colour becomes 0. */
    STANDARDISED,
    /**
     * A picture whose standard deviation over all pixels and channels is below 0.5 is stretched around its own mean until it is
     * 0.5, at most fourfold; all others stay as they are. Unlike {@link #STANDARDISED} it keeps brightness, and leaves pictures
     * of good contrast alone.
     */
    LIFTED;

    /** Standard deviation, on the scale ±1, below which a picture counts as one colour with noise. */
    public static final double FLAT = 0.02;

    /** Standard deviation, on the scale ±1, up to which pictures of low contrast are stretched: a little below MNIST's. */
    public static final double LIFTED_TO = 0.5;

    /** The most that they are stretched. */
    public static final double MOST_LIFT = 4;
}

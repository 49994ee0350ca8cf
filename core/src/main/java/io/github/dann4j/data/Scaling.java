package io.github.dann4j.data;

/** How pixel values 0 to 255 become network inputs; a recorded choice. */
public enum Scaling {
    /** x / 127.5 − 1: every value in [−1, 1], the same for every set. */
    PLUS_MINUS_ONE,
    /** x / 255 minus the mean over both training sets, per channel: the paper's "mean subtraction" (Ganin et al. 2016, §5.2). */
    MEAN_SUBTRACTION,
    /** As {@link #MEAN_SUBTRACTION}, then divided by the standard deviation over both training sets, per channel. */
    MEAN_SD,
    /** Each picture minus its own mean, divided by its own standard deviation, over all pixels and channels: brightness and contrast of a picture tell nothing any more. */
    EACH_IMAGE,
    /** As {@link #PLUS_MINUS_ONE}, then pictures of low contrast are stretched: {@link Contrast#LIFTED}. */
    LIFTED
}

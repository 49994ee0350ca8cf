package io.github.dann4j.adapt;

/**
 * What comes before a method's own updates, in a training of it.
 *
 * @param warmUp share of the updates that train on the source alone before the method begins; in [0, 1), 0 for none
 * @param resample whether the source is drawn by the target's class shares from the end of the warm-up on, as estimated there and
 *     several times after; needs a warm-up
 */
public record Stages(double warmUp, boolean resample) {
    /** The method from the first update on. */
    public static final Stages NONE = new Stages(0, false);

    public Stages {
        if (!(warmUp >= 0 && warmUp < 1)) {
            throw new IllegalArgumentException("warmUp must be at least 0 and less than 1, got " + warmUp);
        }
        if (resample && warmUp == 0) {
            throw new IllegalArgumentException(
                    "resample needs a warm-up, whose end is where the target's class shares are estimated; give warmUp more than 0");
        }
    }
}

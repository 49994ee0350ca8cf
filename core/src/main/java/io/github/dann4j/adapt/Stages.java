package io.github.dann4j.adapt;

import io.github.dann4j.api.PublicApi;

/**
 * The stages of a training before the method's own steps, and what they decide about the batches of these.
 *
 * @param warmUp share of the steps that train on the source alone before the method begins; in [0, 1), 0 for none
 * @param resample whether the source is drawn by the target's class shares after the warm-up; the shares are estimated
 *     at its end and several times afterwards; needs a warm-up
 * @param alignClasses whether each batch has the same classes in both domains after the warm-up, all of them equally
 *     often, where a target example has its predicted class; the classes are predicted at the end of the warm-up and
 *     several times afterwards; excludes {@code resample}
 */
@PublicApi
public record Stages(double warmUp, boolean resample, boolean alignClasses) {
    /** No stages: the method starts with the first step. */
    public static final Stages NONE = new Stages(0, false);

    public Stages {
        if (!(warmUp >= 0 && warmUp < 1)) {
            throw new IllegalArgumentException("warmUp must be at least 0 and less than 1, got " + warmUp);
        }
        if (resample && warmUp == 0) {
            throw new IllegalArgumentException(
                    "resample needs a warm-up, at whose end the target's class shares are estimated; set warmUp above 0");
        }
        if (resample && alignClasses) {
            throw new IllegalArgumentException(
                    "resample and alignClasses exclude each other: the source has either the target's class shares or even ones");
        }
    }

    /** Creates stages whose batches have the classes as they come, or the source by the target's class shares. */
    public Stages(double warmUp, boolean resample) {
        this(warmUp, resample, false);
    }
}

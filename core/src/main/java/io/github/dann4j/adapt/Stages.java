package io.github.dann4j.adapt;

import io.github.dann4j.api.PublicApi;

/**
 * The stages of a training before the method's own steps.
 *
 * @param warmUp share of the steps that train on the source alone before the method begins; in [0, 1), 0 for none
 * @param resample whether the source is drawn by the target's class shares after the warm-up; the shares are estimated
 *     at its end and several times afterwards; needs a warm-up
 */
@PublicApi
public record Stages(double warmUp, boolean resample) {
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
    }
}

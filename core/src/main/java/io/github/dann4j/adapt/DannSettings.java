package io.github.dann4j.adapt;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.train.LambdaSchedule;

/**
 * Settings of DANN.
 *
 * @param lambda the adaptation factor λ_p
 * @param passes how the two domains pass through the network
 * @param warmUp share of the steps that train on the source alone before adversarial training begins; in [0, 1), 0 for
 *     none
 * @param resample whether adversarial training draws source examples by the target's class shares, as estimated after
 *     the warm-up; needs a warm-up
 */
@PublicApi
public record DannSettings(LambdaSchedule lambda, Passes passes, double warmUp, boolean resample) {
    /** How the two domains pass through the network in a step. Matters only with batch norm. */
    public enum Passes {
        /** One pass over both domains together: batch statistics are those of the mixture. */
        JOINT,
        /** One pass per domain: each is normalised by its own statistics, in the features and in the heads. */
        SEPARATE
    }

    public DannSettings {
        new Stages(warmUp, resample); // checks both values
    }

    /** Creates settings without warm-up and without resampling. */
    public DannSettings(LambdaSchedule lambda, Passes passes) {
        this(lambda, passes, 0, false);
    }

    /** Returns the settings of the paper: λ ramps up to 1 with γ = 10, one pass over both domains. */
    public static DannSettings paper() {
        return new DannSettings(LambdaSchedule.paper(), Passes.JOINT);
    }

    /** Returns the stages before adversarial training. */
    public Stages stages() {
        return new Stages(warmUp, resample);
    }
}

package io.github.dann4j.adapt;

import io.github.dann4j.train.LambdaSchedule;

/**
 * Settings of DANN beyond those of any training.
 *
 * @param lambda the adaptation factor λ_p
 * @param passes how the two domains go through the network
 * @param warmUp share of the updates that train on the source alone before the adversary begins; in [0, 1), 0 for none
 * @param resample whether the source is drawn by the target's class shares, as estimated after the warm-up, when the adversary
 *     is at work; needs a warm-up
 */
public record DannSettings(LambdaSchedule lambda, Passes passes, double warmUp, boolean resample) {
    /** How the two domains go through the network in a step; matters only with batch norm. */
    public enum Passes {
        /** One pass over both domains at once: batch statistics are of the mixture. */
        JOINT,
        /** One pass a domain: each is normalised by its own statistics, features and heads alike. */
        SEPARATE
    }

    public DannSettings {
        new Stages(warmUp, resample); // its rules
    }

    /** From the first update on, the source drawn as it is. */
    public DannSettings(LambdaSchedule lambda, Passes passes) {
        this(lambda, passes, 0, false);
    }

    /** The paper's: λ ramps to 1 with γ = 10, one pass over both domains. */
    public static DannSettings paper() {
        return new DannSettings(LambdaSchedule.paper(), Passes.JOINT);
    }

    /** What comes before the adversary. */
    public Stages stages() {
        return new Stages(warmUp, resample);
    }
}

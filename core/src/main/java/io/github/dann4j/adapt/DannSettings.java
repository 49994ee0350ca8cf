package io.github.dann4j.adapt;

import io.github.dann4j.train.LambdaSchedule;

/**
 * Settings of DANN beyond those of any training.
 *
 * @param lambda the adaptation factor λ_p
 * @param passes how the two domains go through the network
 */
public record DannSettings(LambdaSchedule lambda, Passes passes) {
    /** How the two domains go through the network in a step; matters only with batch norm. */
    public enum Passes {
        /** One pass over both domains at once: batch statistics are of the mixture. */
        JOINT,
        /** One pass a domain: each is normalised by its own statistics, features and heads alike. */
        SEPARATE
    }

    /** The paper's: λ ramps to 1 with γ = 10, one pass over both domains. */
    public static DannSettings paper() {
        return new DannSettings(LambdaSchedule.paper(), Passes.JOINT);
    }
}

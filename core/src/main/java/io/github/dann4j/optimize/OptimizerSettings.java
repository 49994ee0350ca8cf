package io.github.dann4j.optimize;

import io.github.dann4j.api.PublicApi;

/**
 * The optimizer for all parameters: of the features and of both heads. There is only one, because a second optimizer
 * for the adversary would break λ.
 */
@PublicApi
public sealed interface OptimizerSettings {
    /** Returns the L2 weight decay, at least 0. */
    double weightDecay();

    /** Stochastic gradient descent with momentum; the paper uses momentum 0.9. */
    record Sgd(double momentum, double weightDecay) implements OptimizerSettings {
        public Sgd {
            if (!(momentum >= 0 && momentum < 1)) {
                throw new IllegalArgumentException("momentum must be in [0, 1), got " + momentum);
            }
            requireDecay(weightDecay);
        }
    }

    /** Adam (Kingma and Ba 2015), ε = 1e-8. */
    record Adam(double beta1, double beta2, double weightDecay) implements OptimizerSettings {
        public Adam {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
                throw new IllegalArgumentException("betas must be in [0, 1), got %s and %s".formatted(beta1, beta2));
            }
            requireDecay(weightDecay);
        }
    }

    private static void requireDecay(double decay) {
        if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight decay must be at least 0 and finite, got " + decay);
        }
    }
}

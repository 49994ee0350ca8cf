package io.github.dann4j.optimize;

import io.github.dann4j.api.PublicApi;

/** The learning rate μ_p as a pure function of progress p in [0, 1]. */
@PublicApi
public sealed interface LearningRate {
    /** Returns μ at progress {@code p} in [0, 1]. */
    double at(double p);

    /** The constant {@code rate}, as the paper uses for training on SVHN. */
    record Constant(double rate) implements LearningRate {
        public Constant {
            requirePositive(rate);
        }

        @Override
        public double at(double p) {
            return rate;
        }
    }

    /**
     * μ_p = μ_0 / (1 + αp)^β (Ganin et al. 2016, §5.2.2).
     *
     * @param alpha at least 0
     * @param beta at least 0
     */
    record Annealed(double initial, double alpha, double beta) implements LearningRate {
        public Annealed {
            requirePositive(initial);
            if (!(alpha >= 0 && beta >= 0 && Double.isFinite(alpha) && Double.isFinite(beta))) {
                throw new IllegalArgumentException(
                        "alpha and beta must be at least 0 and finite, got %s and %s".formatted(alpha, beta));
            }
        }

        /** Returns the schedule of the paper: μ_0 = 0.01, α = 10, β = 0.75. */
        public static Annealed paper() {
            return new Annealed(0.01, 10, 0.75);
        }

        @Override
        public double at(double p) {
            return initial / Math.pow(1 + alpha * p, beta);
        }
    }

    /**
     * A linear rise to {@code peak} over the share {@code warmup} of the run, then half a cosine down to 0.
     *
     * @param warmup share of the run, in [0, 1)
     */
    record Cosine(double peak, double warmup) implements LearningRate {
        public Cosine {
            requirePositive(peak);
            if (!(warmup >= 0 && warmup < 1)) {
                throw new IllegalArgumentException("warmup must be in [0, 1), got " + warmup);
            }
        }

        @Override
        public double at(double p) {
            return p < warmup ? peak * p / warmup : peak * (1 + Math.cos(Math.PI * (p - warmup) / (1 - warmup))) / 2;
        }
    }

    /**
     * Another schedule, multiplied by a constant factor.
     *
     * @param factor in (0, 1]
     */
    record Scaled(LearningRate base, double factor) implements LearningRate {
        public Scaled {
            if (!(factor > 0 && factor <= 1)) {
                throw new IllegalArgumentException("the factor must be in (0, 1], got " + factor);
            }
        }

        @Override
        public double at(double p) {
            return factor * base.at(p);
        }
    }

    /**
     * Another schedule, multiplied by a factor for batches that are larger by that factor. The multiplier rises
     * linearly from 1 to {@code factor} over the share {@code warmup} of the run (Goyal et al. 2017, "Accurate, large
     * minibatch SGD", §2).
     *
     * @param warmup share of the run, in [0, 1)
     */
    record Raised(LearningRate base, double factor, double warmup) implements LearningRate {
        public Raised {
            requirePositive(factor);
            if (!(warmup >= 0 && warmup < 1)) {
                throw new IllegalArgumentException("warmup must be in [0, 1), got " + warmup);
            }
        }

        @Override
        public double at(double p) {
            return base.at(p) * (p < warmup ? 1 + (factor - 1) * p / warmup : factor);
        }
    }

    private static void requirePositive(double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learning rate must be positive and finite, got " + rate);
        }
    }
}

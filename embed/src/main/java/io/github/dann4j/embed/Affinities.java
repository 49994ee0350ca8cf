package io.github.dann4j.embed;

import java.util.List;

/**
 * How similarities of points follow from their distances: each point gets a distribution over its neighbours, and the
 * distributions are then made symmetric.
 */
public sealed interface Affinities {
    /** Returns Gaussian kernels whose widths give each point the same {@code perplexity}; the usual choice. */
    static Affinities perplexity(double perplexity) {
        return new Perplexity(List.of(perplexity));
    }

    /**
     * Returns the mean over several perplexities: small ones for the local structure, large ones for the global
     * structure.
     */
    static Affinities multiscale(List<Double> perplexities) {
        return new Perplexity(perplexities);
    }

    /** Returns Gaussian kernels of one width. Dense regions then weigh more than sparse ones. */
    static Affinities fixedSigma(double sigma, int neighbors) {
        return new FixedSigma(sigma, neighbors);
    }

    /** Returns equal weights for the k nearest neighbours; similar to perplexity k, but simpler. */
    static Affinities uniform(int neighbors) {
        return new Uniform(neighbors);
    }

    /** Returns the number of neighbours to use among {@code others} other points, at least 1. */
    int neighbors(int others);

    /**
     * Returns the affinities for only {@code others} other points: perplexities above a third of them cannot be
     * reached.
     */
    Affinities within(int others);

    /**
     * p(j|i) ∝ exp(−d² / 2σ_i²) with σ_i such that 2^entropy = perplexity, over the 3 · perplexity nearest neighbours
     * (van der Maaten, JMLR 2014, §4.1). For several perplexities, the mean of the distributions.
     *
     * @param perplexities one or more, each at least 1; 5 to 50 are usual. Too small values tear clusters, too large
     *     ones merge them
     */
    record Perplexity(List<Double> perplexities) implements Affinities {
        private static final double NEIGHBORS = 3;

        public Perplexity {
            perplexities = List.copyOf(perplexities);
            if (perplexities.isEmpty()) {
                throw new IllegalArgumentException("perplexities must not be empty");
            }
            for (double one : perplexities) {
                if (!(one >= 1 && one <= 1e6)) {
                    throw new IllegalArgumentException("perplexity must be 1 to 1000000, got " + one);
                }
            }
        }

        @Override
        public int neighbors(int others) {
            double largest =
                    perplexities.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            return (int) Math.min(others, Math.ceil(NEIGHBORS * largest));
        }

        @Override
        public Affinities within(int others) {
            double most = Math.max(1, others / NEIGHBORS);
            return new Perplexity(perplexities.stream()
                    .map(one -> Math.min(one, most))
                    .distinct()
                    .toList());
        }
    }

    /**
     * p(j|i) ∝ exp(−d² / 2σ²).
     *
     * @param sigma width in the units of the points, positive
     * @param neighbors number of nearest neighbours to use, at least 1
     */
    record FixedSigma(double sigma, int neighbors) implements Affinities {
        public FixedSigma {
            if (!(sigma > 0 && Double.isFinite(sigma))) {
                throw new IllegalArgumentException("sigma must be positive, got " + sigma);
            }
            requireNeighbors(neighbors);
        }

        @Override
        public int neighbors(int others) {
            return Math.min(neighbors, others);
        }

        @Override
        public Affinities within(int others) {
            return this;
        }
    }

    /**
     * p(j|i) = 1 / k for the k nearest neighbours.
     *
     * @param neighbors k, at least 1
     */
    record Uniform(int neighbors) implements Affinities {
        public Uniform {
            requireNeighbors(neighbors);
        }

        @Override
        public int neighbors(int others) {
            return Math.min(neighbors, others);
        }

        @Override
        public Affinities within(int others) {
            return this;
        }
    }

    private static void requireNeighbors(int neighbors) {
        if (neighbors < 1) {
            throw new IllegalArgumentException("neighbors must be at least 1, got " + neighbors);
        }
    }
}

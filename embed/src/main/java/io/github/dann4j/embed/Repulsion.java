package io.github.dann4j.embed;

import java.util.Locale;

/** The computation of the repulsion between all points: the n² part of t-SNE. */
public sealed interface Repulsion {
    /** Returns the automatic choice by the number of points: exact for few, interpolated for many. */
    static Repulsion auto() {
        return new Auto();
    }

    /** Returns the computation over all pairs; suitable for up to a few thousand points. */
    static Repulsion exact() {
        return new Exact();
    }

    /** Returns the computation by a tree with θ = 0.5: n log n. */
    static Repulsion barnesHut() {
        return new BarnesHut(0.5);
    }

    /** Returns the interpolation on a grid with a node every half unit: linear in n. */
    static Repulsion interpolated() {
        return new Interpolated(64, 0.5);
    }

    /** Exact up to {@value #EXACT_UP_TO} points, interpolated above. */
    record Auto() implements Repulsion {
        static final int EXACT_UP_TO = 1500;
    }

    /** Every pair of points. */
    record Exact() implements Repulsion {}

    /**
     * A quadtree whose far cells act as one point (Barnes, Hut, Nature 1986; van der Maaten, JMLR 2014, §4.2).
     *
     * @param theta θ, in 0 to 1: a cell acts as one point if its side is less than θ times its distance. 0 is exact,
     *     0.5 is usual
     */
    record BarnesHut(double theta) implements Repulsion {
        public BarnesHut {
            if (!(theta >= 0 && theta <= 1)) {
                throw new IllegalArgumentException("theta must be 0 to 1, got " + theta);
            }
        }
    }

    /**
     * Interpolation after FIt-SNE (Linderman et al., Nature Methods 2019). The kernel is interpolated between the nodes
     * of a grid, where the sums are a convolution, computed by fast Fourier transform; see {@link InterpolationGrid}.
     *
     * @param minNodes minimum number of nodes along the longer side of the embedding, 16 to 2048
     * @param spacing maximum distance of nodes, in the units of the embedding, in which the kernel's width is 1; an
     *     embedding wider than 2,048 nodes gets a wider spacing
     */
    record Interpolated(int minNodes, double spacing) implements Repulsion {
        static final int MOST_NODES = 2048;

        public Interpolated {
            if (minNodes < 16 || minNodes > MOST_NODES) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "minNodes must be 16 to %d, got %d", MOST_NODES, minNodes));
            }
            if (!(spacing > 0 && Double.isFinite(spacing))) {
                throw new IllegalArgumentException("spacing must be positive, got " + spacing);
            }
        }
    }

    /** Returns the repulsion to use for n points. */
    default Repulsion resolve(int n) {
        if (this instanceof Auto) {
            return n <= Auto.EXACT_UP_TO ? exact() : interpolated();
        }
        return this;
    }
}

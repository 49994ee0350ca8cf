package io.github.dann4j.embed;

import java.util.Locale;

/** How the repulsion of all points on all points is computed: the n² part of t-SNE. */
public sealed interface Repulsion {
    /** Chosen by the number of points: exact for few, interpolated for many. */
    static Repulsion auto() {
        return new Auto();
    }

    /** All pairs: for a few thousand points. */
    static Repulsion exact() {
        return new Exact();
    }

    /** A tree, with θ = 0.5: n log n. */
    static Repulsion barnesHut() {
        return new BarnesHut(0.5);
    }

    /** Interpolation on a grid, with a node every half unit: linear in n. */
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
     * A quadtree, whose far cells act as one point (Barnes, Hut, Nature 1986; van der Maaten, JMLR 2014, §4.2).
     *
     * @param theta a cell acts as one point where its side is less than θ times its distance, 0 to 1: 0 is exact, 0.5 usual
     */
    record BarnesHut(double theta) implements Repulsion {
        public BarnesHut {
            if (!(theta >= 0 && theta <= 1)) {
                throw new IllegalArgumentException("theta must be 0 to 1, got " + theta);
            }
        }
    }

    /**
     * After FIt-SNE (Linderman et al., Nature Methods 2019): the kernel is interpolated between the nodes of a grid, on which the sums are a
     * convolution, done by fast Fourier transform; see {@link InterpolationGrid}.
     *
     * @param minNodes at least so many along the longer side of the embedding, 16 to 2048
     * @param spacing of the nodes, at most, in the units of the embedding: the kernel's width is 1; an embedding wider than 2,048 nodes gets
     *     wider spacing
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

    /** What is used for n points. */
    default Repulsion resolve(int n) {
        if (this instanceof Auto) {
            return n <= Auto.EXACT_UP_TO ? exact() : interpolated();
        }
        return this;
    }
}

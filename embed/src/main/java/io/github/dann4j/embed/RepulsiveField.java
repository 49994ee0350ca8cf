package io.github.dann4j.embed;

import io.github.dann4j.embed.point.Workers;
import java.util.stream.IntStream;

/**
 * The repulsion that fixed points exert at any position of the plane. Immutable; many threads may use it.
 *
 * <p>Positions are {@code [2n]}, x and y of each point in turn. In an embedding of one dimension, all y are 0.
 */
interface RepulsiveField {
    /** Creates the field of given positions; caches values that help with later positions. */
    interface Maker {
        RepulsiveField of(double[] positions, Workers workers);
    }

    /** Reads the field. Each thread needs its own probe. */
    abstract class Probe {
        /** Σ k·u·(x − x_j). */
        double forceX;

        /** Σ k·u·(y − y_j). */
        double forceY;

        /** Σ k. */
        double similarity;

        /** Reads the sums over all points at a position. */
        abstract void at(double x, double y);

        /** Reads, at the position of one of the points, the sums over all others. */
        void atPoint(double x, double y) {
            at(x, y);
            similarity -= 1;
        }
    }

    /** Returns a new probe. */
    Probe probe();

    /** Returns the points in an order in which reading the field at their positions is fast. */
    int[] order();

    /** Returns the maker for a choice of repulsion. */
    static Maker maker(Repulsion repulsion, StudentKernel kernel, int n) {
        Repulsion resolved = repulsion.resolve(n);
        if (resolved instanceof Repulsion.BarnesHut tree) {
            return (positions, workers) -> new QuadTree(positions, kernel, tree.theta());
        }
        if (resolved instanceof Repulsion.Interpolated grid) {
            return new InterpolationGrid.Maker(grid, kernel, 0);
        }
        int[] natural = IntStream.range(0, n).toArray();
        return (positions, workers) -> new AllPairs(positions, kernel, natural);
    }

    /** Sums over all pairs. */
    record AllPairs(double[] positions, StudentKernel kernel, int[] order) implements RepulsiveField {
        @Override
        public Probe probe() {
            return new Probe() {
                @Override
                void at(double x, double y) {
                    double sumX = 0;
                    double sumY = 0;
                    double total = 0;
                    for (int j = 0; j < positions.length; j += 2) {
                        double dx = x - positions[j];
                        double dy = y - positions[j + 1];
                        double u = kernel.weight(dx * dx + dy * dy);
                        double k = kernel.similarity(u);
                        total += k;
                        sumX += k * u * dx;
                        sumY += k * u * dy;
                    }
                    forceX = sumX;
                    forceY = sumY;
                    similarity = total;
                }
            };
        }
    }
}

package io.github.dann4j.embed;

import io.github.dann4j.embed.point.Workers;
import java.util.stream.IntStream;

/**
 * The push of fixed points on any place of the plane. Immutable; may be asked by many threads.
 *
 * <p>Positions are {@code [2n]}, x and y of each point in turn. An embedding in one dimension is one whose y are all 0.
 */
interface RepulsiveField {
    /** Makes the field of some positions; keeps what helps with the next ones. */
    interface Maker {
        RepulsiveField of(double[] positions, Workers workers);
    }

    /** Reads the field; one for each thread. */
    abstract class Probe {
        /** Σ k·u·(x − x_j). */
        double forceX;

        /** Σ k·u·(y − y_j). */
        double forceY;

        /** Σ k. */
        double similarity;

        /** Reads the sums over all points at a place. */
        abstract void at(double x, double y);

        /** Reads at the place of one of the points the sums over all others. */
        void atPoint(double x, double y) {
            at(x, y);
            similarity -= 1;
        }
    }

    /** A new probe. */
    Probe probe();

    /** The points themselves in an order in which asking for them is fast. */
    int[] order();

    /** The maker for a choice of repulsion. */
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

    /** Every pair. */
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

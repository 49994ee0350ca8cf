package io.github.dann4j.embed;

import io.github.dann4j.embed.point.Workers;
import io.github.dann4j.failure.Cancellation;

/**
 * Minimises the Kullback-Leibler divergence between the affinities P and the similarities Q of an embedding, q_ij =
 * k_ij / Z, Z = Σ_{i≠j} k_ij.
 *
 * <p>The gradient is Σ_j (e·p_ij − q_ij) u_ij (y_i − y_j) with the exaggeration e. The factor 4 of the papers is part
 * of the learning rate, as in other implementations.
 */
final class Optimizer {
    private static final int PART = 512;

    private final AffinityMatrix affinities;
    private final StudentKernel kernel;
    private final RepulsiveField.Maker fields;
    private final Workers workers;
    private double[] positions;
    private double[] moved;
    private final double[] repulsion;

    private long repulsionNanos;
    private long attractionNanos;

    Optimizer(
            AffinityMatrix affinities,
            StudentKernel kernel,
            RepulsiveField.Maker fields,
            double[] positions,
            Workers workers) {
        this.affinities = affinities;
        this.kernel = kernel;
        this.fields = fields;
        this.workers = workers;
        this.positions = positions;
        this.moved = new double[positions.length];
        this.repulsion = new double[positions.length];
    }

    /** Returns the positions of the points, {@code [2n]}. The array changes with the next iteration. */
    double[] positions() {
        return positions;
    }

    long repulsionNanos() {
        return repulsionNanos;
    }

    long attractionNanos() {
        return attractionNanos;
    }

    /** Observes {@link #descend} between two iterations and may stop it. */
    interface Watcher {
        /**
         * Called after each iteration.
         *
         * @param kl the divergence before this iteration; NaN if it was not requested
         * @return false to stop
         */
        boolean done(int iterations, double kl);

        /** Returns whether the divergence is wanted in the iteration after {@code iterations} iterations. */
        boolean wantsDivergence(int iterations);
    }

    /** Runs all stages or until the watcher stops it. Returns the number of iterations done. */
    int descend(Descent settings, Watcher watcher) {
        int n = affinities.count();
        Movement movement = new Movement(settings, n);
        int iterations = 0;
        for (Descent.Stage stage : settings.stages()) {
            movement.rest();
            double rate = settings.learningRate().orElse(n / stage.exaggeration());
            for (int i = 0; i < stage.iterations(); i++) {
                Cancellation.check("the embedding");
                double z = repel(positions, repulsion);
                double kl = watcher.wantsDivergence(iterations) ? divergence(z) : Double.NaN;
                long start = System.nanoTime();
                workers.forEach(n, PART, (from, to) -> {
                    double[] pull = new double[2];
                    for (int point = from; point < to; point++) {
                        attract(point, pull);
                        movement.move(
                                point,
                                stage.exaggeration() * pull[0] - repulsion[2 * point] / z,
                                stage.exaggeration() * pull[1] - repulsion[2 * point + 1] / z,
                                rate,
                                stage.momentum(),
                                positions,
                                moved);
                    }
                });
                double[] before = positions;
                positions = moved;
                moved = before;
                centre();
                attractionNanos += System.nanoTime() - start;
                iterations++;
                if (!watcher.done(iterations, kl)) {
                    return iterations;
                }
            }
        }
        return iterations;
    }

    /** Computes Σ_j k u (y_i − y_j) of each point and returns Z. */
    double repel(double[] at, double[] forces) {
        long start = System.nanoTime();
        RepulsiveField field = fields.of(at, workers);
        int[] order = field.order();
        double z = workers.sum(order.length, PART, (from, to) -> {
            RepulsiveField.Probe probe = field.probe();
            double total = 0;
            for (int j = from; j < to; j++) {
                int i = order[j];
                probe.atPoint(at[2 * i], at[2 * i + 1]);
                forces[2 * i] = probe.forceX;
                forces[2 * i + 1] = probe.forceY;
                total += probe.similarity;
            }
            return total;
        });
        repulsionNanos += System.nanoTime() - start;
        return Math.max(z, Double.MIN_NORMAL); // Z is 0 if the similarities of distant points vanish in float64
    }

    /** Computes Σ_j p u (y_i − y_j) of a point. */
    void attract(int point, double[] pull) {
        double[] at = positions;
        double x = at[2 * point];
        double y = at[2 * point + 1];
        double pullX = 0;
        double pullY = 0;
        int[] columns = affinities.columns();
        float[] values = affinities.values();
        for (int e = affinities.rowStarts()[point], end = affinities.rowStarts()[point + 1]; e < end; e++) {
            int other = 2 * columns[e];
            double dx = x - at[other];
            double dy = y - at[other + 1];
            double force = values[e] * kernel.weight(dx * dx + dy * dy);
            pullX += force * dx;
            pullY += force * dy;
        }
        pull[0] = pullX;
        pull[1] = pullY;
    }

    private void centre() {
        int n = affinities.count();
        double[] at = positions;
        double meanX = workers.sum(n, 4096, (from, to) -> sum(at, 2 * from, 2 * to)) / n;
        double meanY = workers.sum(n, 4096, (from, to) -> sum(at, 2 * from + 1, 2 * to)) / n;
        workers.forEach(n, 4096, (from, to) -> {
            for (int i = from; i < to; i++) {
                at[2 * i] -= meanX;
                at[2 * i + 1] -= meanY;
            }
        });
    }

    private static double sum(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += values[i];
        }
        return sum;
    }

    /** Returns KL(P ‖ Q) of the current positions, with P without exaggeration. */
    double divergence() {
        return divergence(repel(positions, repulsion));
    }

    private double divergence(double z) {
        double[] at = positions;
        double logZ = Math.log(z);
        return workers.sum(affinities.count(), PART, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                for (int e = affinities.rowStarts()[i]; e < affinities.rowStarts()[i + 1]; e++) {
                    double p = affinities.values()[e];
                    if (p > 0) {
                        int j = affinities.columns()[e];
                        double dx = at[2 * i] - at[2 * j];
                        double dy = at[2 * i + 1] - at[2 * j + 1];
                        sum += p * (Math.log(p) - kernel.logSimilarity(dx * dx + dy * dy) + logZ);
                    }
                }
            }
            return sum;
        });
    }

    /** Returns {@code [2n]} positions as rows of one or two numbers. */
    static double[][] rows(double[] positions, int dimensions) {
        double[][] rows = new double[positions.length / 2][dimensions];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(positions, 2 * i, rows[i], 0, dimensions);
        }
        return rows;
    }

    /** Returns rows of one or two numbers as {@code [2n]} positions. */
    static double[] positions(double[][] rows) {
        double[] positions = new double[2 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, positions, 2 * i, rows[i].length);
        }
        return positions;
    }
}

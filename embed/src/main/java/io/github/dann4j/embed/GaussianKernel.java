package io.github.dann4j.embed;

/** p_j ∝ exp(−β d_j²), β = 1 / 2σ², with a given width or with the width that gives a perplexity. */
final class GaussianKernel {
    private static final double TOLERANCE = 1e-8;
    private static final int MOST_STEPS = 200;

    private GaussianKernel() {}

    /**
     * Adds the distribution of a given width. If all points are too far for float64, the nearest share the whole
     * weight.
     */
    static void addOfWidth(double[] row, double[] squares, double sigma) {
        add(row, squares, squares.length, 1 / (2 * sigma * sigma), 1);
    }

    /**
     * Adds {@code weight} times the distribution over the first {@code k} distances whose entropy is ln(perplexity).
     * Finds β with Newton's method on ln β, kept within bounds by bisection. dH / d ln β = −β² Var(d²).
     *
     * <p>If all neighbours are equally far, each gets the same share. If more neighbours than the perplexity are
     * equally near, they share the whole weight. No β does better in these cases.
     */
    static void addOfPerplexity(double[] row, double[] squares, int k, double perplexity, double weight) {
        double nearest = squares[0];
        double mean = 0;
        for (int j = 0; j < k; j++) {
            nearest = Math.min(nearest, squares[j]);
            mean += squares[j] / k;
        }
        double spread = mean - nearest;
        if (!(spread > 0) || perplexity >= k) {
            add(row, squares, k, 0, weight);
            return;
        }
        double target = Math.log(perplexity);
        double logBeta = -Math.log(spread);
        double low = logBeta - 80;
        double high = logBeta + 80;
        for (int step = 0; step < MOST_STEPS && high - low > 1e-13 * Math.abs(high); step++) {
            double beta = Math.exp(logBeta);
            double sum = 0;
            double first = 0;
            double second = 0;
            for (int j = 0; j < k; j++) {
                double square = squares[j] - nearest;
                double p = Math.exp(-beta * square);
                sum += p;
                first += p * square;
                second += p * square * square;
            }
            first /= sum;
            second /= sum;
            double entropy = Math.log(sum) + beta * first;
            double excess = entropy - target;
            if (Math.abs(excess) < TOLERANCE) {
                break;
            }
            if (excess > 0) {
                low = logBeta;
            } else {
                high = logBeta;
            }
            double slope = -beta * beta * (second - first * first);
            double next = logBeta - excess / slope;
            logBeta = next > low && next < high ? next : (low + high) / 2;
        }
        add(row, squares, k, Math.exp(logBeta), weight);
    }

    private static void add(double[] row, double[] squares, int k, double beta, double weight) {
        double nearest = Double.MAX_VALUE;
        for (int j = 0; j < k; j++) {
            nearest = Math.min(nearest, squares[j]);
        }
        double sum = 0;
        for (int j = 0; j < k; j++) {
            sum += Math.exp(-beta * (squares[j] - nearest));
        }
        for (int j = 0; j < k; j++) {
            row[j] += weight * Math.exp(-beta * (squares[j] - nearest)) / sum;
        }
    }
}

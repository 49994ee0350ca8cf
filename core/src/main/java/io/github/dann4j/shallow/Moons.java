package io.github.dann4j.shallow;

import java.util.Locale;

/**
 * Two interleaved half circles, the data of figure 2 of Ganin et al., JMLR 2016, bit for bit as scikit-learn draws them
 * for the authors' program.
 *
 * @param rows points of the plane, {@code [n][2]}
 * @param labels 0 for the upper moon, 1 for the lower one
 */
public record Moons(double[][] rows, int[] labels) {
    /** The authors' noise: the standard deviation of each coordinate. */
    private static final double NOISE = 0.05;

    /** The angle, in degrees counter-clockwise, by which the paper rotates the target. */
    public static final double ANGLE = 35;

    /**
     * A source and its rotated target.
     *
     * @param target its labels are for the test alone
     */
    public record Pair(Moons source, Moons target) {}

    /**
     * Draws moons.
     *
     * @param points of both moons together, 4 to 1,000,000
     * @param seed its lower 32 bits are used
     */
    public static Moons draw(int points, long seed) {
        if (points < 4 || points > 1_000_000) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "moons need 4 to 1,000,000 points, got %d", points));
        }
        int upper = points / 2;
        double[][] ordered = new double[points][];
        for (int i = 0; i < points; i++) {
            boolean first = i < upper;
            double t = angle(first ? i : i - upper, first ? upper : points - upper);
            ordered[i] = first
                    ? new double[] {Math.cos(t), Math.sin(t)}
                    : new double[] {1 - Math.cos(t), 1 - Math.sin(t) - 0.5};
        }
        MersenneTwister random = new MersenneTwister(seed);
        int[] order = random.order(points);
        double[][] rows = new double[points][2];
        int[] labels = new int[points];
        for (int i = 0; i < points; i++) {
            labels[i] = order[i] < upper ? 0 : 1;
            rows[i][0] = ordered[order[i]][0] + NOISE * random.gaussian();
            rows[i][1] = ordered[order[i]][1] + NOISE * random.gaussian();
        }
        return new Moons(rows, labels);
    }

    private static double angle(int i, int count) {
        return i == count - 1 ? Math.PI : i * (Math.PI / (count - 1));
    }

    /**
     * Draws the paper's pair: both domains are moved so that the source's mean is 0 and stretched by 2, then the target
     * is rotated by {@value #ANGLE}° around 0.
     *
     * @param points of each domain, both moons together; see {@link #draw}
     */
    public static Pair pair(int points, long sourceSeed, long targetSeed) {
        Moons source = draw(points, sourceSeed);
        Moons target = draw(points, targetSeed);
        double meanX = 0;
        double meanY = 0;
        for (double[] row : source.rows) {
            meanX += row[0] / points;
            meanY += row[1] / points;
        }
        double angle = Math.toRadians(-ANGLE);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        for (int i = 0; i < points; i++) {
            double[] row = source.rows[i];
            row[0] = 2 * (row[0] - meanX);
            row[1] = 2 * (row[1] - meanY);
            double[] other = target.rows[i];
            double x = 2 * (other[0] - meanX);
            double y = 2 * (other[1] - meanY);
            other[0] = x * cos + y * sin;
            other[1] = -x * sin + y * cos;
        }
        return new Pair(source, target);
    }
}

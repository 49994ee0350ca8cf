package io.github.dann4j.embed;

import java.util.Arrays;

/** Updates positions from gradients, with momentum, gains and bounds; each point independently. */
final class Movement {
    private final Descent settings;
    private final double[] updates;
    private final double[] gains;

    Movement(Descent settings, int n) {
        this.settings = settings;
        this.updates = new double[2 * n];
        this.gains = new double[2 * n];
        Arrays.fill(gains, 1);
    }

    /** Resets the momentum at the start of a stage. */
    void rest() {
        Arrays.fill(updates, 0);
    }

    /** Moves point i against its gradient. */
    void move(int i, double gradientX, double gradientY, double rate, double momentum, double[] from, double[] to) {
        double x = gradientX;
        double y = gradientY;
        if (settings.maxGradientNorm() < Double.POSITIVE_INFINITY) {
            double norm = Math.sqrt(x * x + y * y);
            if (norm > settings.maxGradientNorm()) {
                x *= settings.maxGradientNorm() / norm;
                y *= settings.maxGradientNorm() / norm;
            }
        }
        double stepX = update(2 * i, x, rate, momentum);
        double stepY = update(2 * i + 1, y, rate, momentum);
        double square = stepX * stepX + stepY * stepY;
        if (square > settings.maxStepNorm() * settings.maxStepNorm()) {
            double shorter = settings.maxStepNorm() / Math.sqrt(square);
            stepX *= shorter;
            stepY *= shorter;
        }
        updates[2 * i] = stepX;
        updates[2 * i + 1] = stepY;
        to[2 * i] = from[2 * i] + stepX;
        to[2 * i + 1] = from[2 * i + 1] + stepY;
    }

    /**
     * Returns the movement of a coordinate. Its gain grows while it keeps moving against the gradient, and shrinks
     * otherwise.
     */
    private double update(int at, double gradient, double rate, double momentum) {
        boolean onward = Math.signum(updates[at]) != Math.signum(gradient);
        gains[at] = onward ? gains[at] + 0.2 : gains[at] * 0.8 + settings.minGain();
        return momentum * updates[at] - rate * gains[at] * gradient;
    }
}

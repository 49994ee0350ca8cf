package io.github.dann4j.shallow;

import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.shallow.ShallowNetwork.HiddenWeights;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * DANN with one hidden layer, and NN, the same network without the adversary: Algorithm 1 of Ganin et al., JMLR 2016.
 *
 * <p>Each step takes the next source example and a random target example. All gradients are those of the weights before
 * the step. The domain regressor climbs its own likelihood with a step that is scaled by λ as well, unlike in the deep
 * version of the paper. Everything is float64, and the same seed gives the same bits.
 */
public final class ShallowDann {
    private final ShallowTask task;
    private final ShallowSettings settings;
    private final int[] labels;
    private final InputLayer input;
    private final HiddenWeights weights;
    private final MersenneTwister random;

    private final double[] h;
    private final double[] p;
    private final double[] otherH;
    private final double[] delta;
    private final double[] otherDelta;
    private final double[] classDelta;

    /**
     * What a training made.
     *
     * @param network with the weights of the pass that {@code bestPass} names
     * @param passes passes that were made
     * @param bestPass the last pass with the smallest error on the held-out rows, from 0; the last pass of all if none
     *     were held out
     * @param heldError the share of held-out rows with a wrong class after that pass; NaN if none were held out
     */
    public record Trained(ShallowNetwork network, int passes, int bestPass, double heldError) {}

    ShallowDann(ShallowTask task, ShallowSettings settings, @Nullable ShallowNetwork start) {
        if (settings.adversary() != Adversary.NONE && task.target().length == 0) {
            throw new ShallowException("DANN needs at least one row of the target, got none");
        }
        this.task = task;
        this.settings = settings;
        this.labels = task.labels();
        this.random = new MersenneTwister(settings.seed());
        int hidden = settings.hidden();
        int columns = task.rows().columns();
        double[] w = drawn(columns, hidden);
        HiddenWeights first = HiddenWeights.zero(hidden, task.classes());
        double range = Math.sqrt(6.0 / (hidden + task.classes()));
        for (double[] row : first.v()) {
            for (int unit = 0; unit < hidden; unit++) {
                row[unit] = range * (2 * random.uniform() - 1);
            }
        }
        if (start != null) {
            if (start.columns() != columns || start.hiddenUnits() != hidden || start.classes() != task.classes()) {
                throw new ShallowException(String.format(
                        Locale.ROOT,
                        "the first weights are of %d columns, %d hidden units and %d classes; the training has %d, %d and %d",
                        start.columns(),
                        start.hiddenUnits(),
                        start.classes(),
                        columns,
                        hidden,
                        task.classes()));
            }
            w = start.inputWeights();
            first = start.rest().copy();
        }
        this.input = InputLayer.of(task.rows(), w, hidden);
        this.weights = first;
        this.h = new double[hidden];
        this.p = new double[task.classes()];
        this.otherH = new double[hidden];
        this.delta = new double[hidden];
        this.otherDelta = new double[hidden];
        this.classDelta = new double[task.classes()];
    }

    /** The first weights, {@code [columns][hidden]}; drawn unit after unit, as the authors do. */
    private double[] drawn(int columns, int hidden) {
        double range = Math.sqrt(6.0 / (columns + hidden));
        double[] w = new double[columns * hidden];
        for (int unit = 0; unit < hidden; unit++) {
            for (int column = 0; column < columns; column++) {
                w[column * hidden + unit] = range * (2 * random.uniform() - 1);
            }
        }
        return w;
    }

    /**
     * Trains a network.
     *
     * @throws ShallowException if the task does not fit the settings, or a weight is no longer finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static Trained train(ShallowTask task, ShallowSettings settings) {
        return new ShallowDann(task, settings, null).run();
    }

    /**
     * Trains a network from the weights of another one, as the paper's reverse validation does.
     *
     * @throws ShallowException as {@link #train}, and if the network has another shape
     */
    public static Trained trainFrom(ShallowNetwork start, ShallowTask task, ShallowSettings settings) {
        return new ShallowDann(task, settings, start).run();
    }

    private Trained run() {
        int[] source = task.source();
        int[] target = task.target();
        int[] held = task.held();
        double best = Double.POSITIVE_INFINITY;
        int bestPass = settings.passes() - 1;
        int until = settings.patience();
        HiddenWeights kept = weights;
        int pass = 0;
        for (; pass < settings.passes(); pass++) {
            Cancellation.check("a shallow training");
            for (int row : source) {
                step(row, target);
            }
            if (held.length > 0) {
                double error = error(held);
                if (error <= best) {
                    best = error;
                    bestPass = pass;
                    input.keep();
                    kept = weights.copy();
                    until = Math.max(until, (int) (1.5 * pass));
                } else if (pass > until) {
                    pass++;
                    break;
                }
            }
        }
        if (held.length > 0) {
            input.restore();
        }
        ShallowNetwork network =
                new ShallowNetwork(task.rows().columns(), input.weights(), held.length > 0 ? kept : weights);
        requireFinite(network);
        return new Trained(network, pass, bestPass, held.length > 0 ? best : Double.NaN);
    }

    private void requireFinite(ShallowNetwork network) {
        for (double value : network.rest().b()) {
            if (!Double.isFinite(value)) {
                throw new ShallowException(String.format(
                        Locale.ROOT,
                        "the shallow training diverged: a weight is %s with learning rate %s and λ %s; try a smaller learning rate",
                        value,
                        settings.learningRate(),
                        settings.lambda()));
            }
        }
    }

    private void step(int row, int[] target) {
        step(row, settings.adversary() == Adversary.NONE ? -1 : target[random.below(target.length)]);
    }

    /**
     * One step: lines 7 to 37 of Algorithm 1.
     *
     * @param row the source example
     * @param other the target example; ignored if there is no adversary
     */
    void step(int row, int other) {
        double rate = settings.learningRate();
        double lambda = settings.lambda();
        int hidden = h.length;

        input.products(row, h);
        weights.hidden(h);
        weights.classes(h, p);
        for (int label = 0; label < p.length; label++) {
            classDelta[label] = p[label] - (label == labels[row] ? 1 : 0);
        }
        for (int unit = 0; unit < hidden; unit++) {
            double sum = 0;
            for (int label = 0; label < p.length; label++) {
                sum += weights.v()[label][unit] * classDelta[label];
            }
            delta[unit] = sum * h[unit] * (1 - h[unit]);
        }

        if (settings.adversary() == Adversary.NONE) {
            input.update(row, delta, rate);
        } else {
            double[] u = weights.u();
            double pull = lambda * (1 - weights.source(h));
            input.products(other, otherH);
            weights.hidden(otherH);
            double otherPull = -lambda * weights.source(otherH);
            if (settings.adversary() == Adversary.FELT) {
                for (int unit = 0; unit < hidden; unit++) {
                    delta[unit] += pull * u[unit] * h[unit] * (1 - h[unit]);
                    otherDelta[unit] = otherPull * u[unit] * otherH[unit] * (1 - otherH[unit]);
                }
                input.update(row, delta, other, otherDelta, rate);
                for (int unit = 0; unit < hidden; unit++) {
                    weights.b()[unit] -= rate * otherDelta[unit];
                }
            } else {
                input.update(row, delta, rate);
            }
            for (int unit = 0; unit < hidden; unit++) {
                u[unit] += rate * (pull * h[unit] + otherPull * otherH[unit]);
            }
            weights.d()[0] += rate * (pull + otherPull);
        }

        for (int unit = 0; unit < hidden; unit++) {
            weights.b()[unit] -= rate * delta[unit];
        }
        for (int label = 0; label < p.length; label++) {
            double factor = rate * classDelta[label];
            double[] ofLabel = weights.v()[label];
            for (int unit = 0; unit < hidden; unit++) {
                ofLabel[unit] -= factor * h[unit];
            }
            weights.c()[label] -= factor;
        }
    }

    /** Returns the network as it is now. */
    ShallowNetwork network() {
        return new ShallowNetwork(task.rows().columns(), input.weights(), weights);
    }

    private double error(int[] rows) {
        int wrong = 0;
        for (int row : rows) {
            input.products(row, otherH);
            weights.hidden(otherH);
            weights.classes(otherH, p);
            if (ShallowNetwork.largest(p) != labels[row]) {
                wrong++;
            }
        }
        return (double) wrong / rows.length;
    }
}

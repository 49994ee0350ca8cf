package io.github.dann4j.paper;

import io.github.dann4j.embed.point.Pca;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.paper.MoonsRecord.OfSeed;
import io.github.dann4j.shallow.Adversary;
import io.github.dann4j.shallow.Moons;
import io.github.dann4j.shallow.ShallowDann;
import io.github.dann4j.shallow.ShallowNetwork;
import io.github.dann4j.shallow.ShallowSettings;
import io.github.dann4j.shallow.ShallowTask;
import io.github.dann4j.shallow.SparseInput;
import java.util.Locale;
import java.util.function.Function;

/**
 * The experiment of figure 2 of Ganin et al., JMLR 2016, with the settings of the authors' program: 15 hidden units, λ =
 * 6, μ = 0.05, 500 passes. NN is the network whose hidden layer does not receive the domain regressor's gradient.
 */
public final class MoonsExperiment {
    /** The authors' seed of the networks; it comes with their seeds 1 and 2 of source and target. */
    public static final long AUTHORS_SEED = 42;

    /** Half the side of the square in which boundaries are sampled. */
    public static final double REACH = 4;

    private static final int SAMPLES = 161;
    private static final int CLASSES = 2;

    private final long seed;
    private final long sourceSeed;
    private final long targetSeed;
    private final Moons.Pair pair;
    private final SparseInput source;
    private final SparseInput target;
    private final ShallowNetwork nn;
    private final ShallowNetwork dann;

    /**
     * What figure 2 shows of a network.
     *
     * @param title name of the method
     * @param points the source's points, then the target's, {@code [n][2]}
     * @param labels 0 or 1 for the points of the source, −1 for those of the target
     * @param classes the probability of class 1 on a grid over the square around 0, {@code [rows][columns]}, from its
     *     lower left corner
     * @param domains the probability of the source on the same grid
     * @param components the first two principal components of the hidden layer of all points, {@code [n][2]}
     * @param lines for each hidden unit a, b, c: the unit is ½ where a x + b y + c = 0
     */
    public record View(
            String title,
            double[][] points,
            int[] labels,
            double[][] classes,
            double[][] domains,
            double[][] components,
            double[][] lines) {}

    private MoonsExperiment(int points, long seed, int passes) {
        this.seed = seed;
        // The authors' seeds 1 and 2 for their seed 42; another pair of moons for every other seed.
        this.sourceSeed = (1 + 2 * (seed - AUTHORS_SEED)) & 0xffffffffL;
        this.targetSeed = (2 + 2 * (seed - AUTHORS_SEED)) & 0xffffffffL;
        this.pair = Moons.pair(points, sourceSeed, targetSeed);
        this.source = SparseInput.of(pair.source().rows());
        this.target = SparseInput.of(pair.target().rows());
        ShallowTask task =
                ShallowTask.of(source.with(target), CLASSES, pair.source().labels(), 0);
        ShallowSettings settings = ShallowSettings.moons().withPasses(passes).withSeed(seed);
        this.nn = ShallowDann.train(task, settings.withAdversary(Adversary.WATCHING))
                .network();
        this.dann = ShallowDann.train(task, settings).network();
    }

    /**
     * Trains both networks.
     *
     * @param points of each domain, 4 to 1,000,000: 150 in the authors' program, 300 in the text of the paper
     * @param seed of the networks and of the moons
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static MoonsExperiment run(int points, long seed) {
        return run(points, seed, ShallowSettings.moons().passes());
    }

    /** As {@link #run(int, long)} with another number of passes, at least 1. */
    public static MoonsExperiment run(int points, long seed, int passes) {
        return new MoonsExperiment(points, seed, passes);
    }

    /** Returns the accuracies of this seed. */
    public OfSeed accuracies() {
        return new OfSeed(
                seed,
                sourceSeed,
                targetSeed,
                accuracy(nn, source, pair.source()),
                accuracy(nn, target, pair.target()),
                accuracy(dann, source, pair.source()),
                accuracy(dann, target, pair.target()));
    }

    private static double accuracy(ShallowNetwork network, SparseInput rows, Moons moons) {
        int[] predicted = network.predict(rows);
        int right = 0;
        for (int i = 0; i < predicted.length; i++) {
            right += predicted[i] == moons.labels()[i] ? 1 : 0;
        }
        return (double) right / predicted.length;
    }

    /** Returns what figure 2 shows of NN. */
    public View nn() {
        return view("NN", nn);
    }

    /** Returns what figure 2 shows of DANN. */
    public View dann() {
        return view("DANN", dann);
    }

    private View view(String title, ShallowNetwork network) {
        SparseInput all = source.with(target);
        double[][] points = new double[all.size()][];
        int[] labels = new int[points.length];
        for (int i = 0; i < points.length; i++) {
            boolean known = i < source.size();
            points[i] = known ? pair.source().rows()[i] : pair.target().rows()[i - source.size()];
            labels[i] = known ? pair.source().labels()[i] : -1;
        }
        return new View(
                title,
                points,
                labels,
                grid(rows -> {
                    double[][] probabilities = network.probabilities(rows);
                    double[] ofOne = new double[probabilities.length];
                    for (int i = 0; i < ofOne.length; i++) {
                        ofOne[i] = probabilities[i][1];
                    }
                    return ofOne;
                }),
                grid(network::sourceProbabilities),
                components(network.hidden(all)),
                lines(network));
    }

    private static double[][] grid(Function<SparseInput, double[]> value) {
        double[][] places = new double[SAMPLES * SAMPLES][2];
        for (int i = 0; i < places.length; i++) {
            places[i][0] = -REACH + 2 * REACH * (i % SAMPLES) / (SAMPLES - 1);
            places[i][1] = -REACH + 2 * REACH * (i / SAMPLES) / (SAMPLES - 1);
        }
        double[] values = value.apply(SparseInput.of(places));
        double[][] grid = new double[SAMPLES][SAMPLES];
        for (int row = 0; row < SAMPLES; row++) {
            System.arraycopy(values, row * SAMPLES, grid[row], 0, SAMPLES);
        }
        return grid;
    }

    private static double[][] components(double[][] hidden) {
        Points points = Points.of(hidden);
        Points projected = Pca.fit(points, 2, 0).project(points);
        double[][] components = new double[hidden.length][2];
        for (int i = 0; i < components.length; i++) {
            for (int k = 0; k < projected.dimensions(); k++) {
                components[i][k] = projected.get(i, k);
            }
        }
        return components;
    }

    private static double[][] lines(ShallowNetwork network) {
        double[] w = network.inputWeights();
        double[] b = network.hiddenBias();
        double[][] lines = new double[b.length][];
        for (int unit = 0; unit < b.length; unit++) {
            lines[unit] = new double[] {w[unit], w[b.length + unit], b[unit]};
        }
        return lines;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "moons with seed %d", seed);
    }
}

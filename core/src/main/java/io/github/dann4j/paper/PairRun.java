package io.github.dann4j.paper;

import io.github.dann4j.paper.PairInputs.ForSvm;
import io.github.dann4j.paper.ReviewRecord.OfMethod;
import io.github.dann4j.paper.ReviewRecord.OfTwo;
import io.github.dann4j.shallow.Adversary;
import io.github.dann4j.shallow.LinearSvm;
import io.github.dann4j.shallow.PoissonBinomial.Duel;
import io.github.dann4j.shallow.ReverseValidation;
import io.github.dann4j.shallow.ShallowDann;
import io.github.dann4j.shallow.ShallowSettings;
import io.github.dann4j.shallow.ShallowTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** All trainings and tests of one pair of review domains. */
final class PairRun {
    private static final int CLASSES = 2;

    private final ReviewSettings settings;
    private final ReviewPair pair;
    private final PairInputs inputs;
    private final int threads;
    private final ReviewListener listener;
    private final int[] labels;
    private final int[] source;
    private final int[] target;
    private final int[] testLabels;

    /**
     * One training after its test.
     *
     * @param predicted of the test rows
     */
    private record Tested(int[] predicted, double accuracy, double c, double seconds) {}

    /** What a grid was searched for, with its error by reverse validation. */
    private record Tried(ShallowSettings settings, double error) {}

    PairRun(ReviewSettings settings, ReviewPair pair, PairInputs inputs, int threads, ReviewListener listener) {
        this.settings = settings;
        this.pair = pair;
        this.inputs = inputs;
        this.threads = threads;
        this.listener = listener;
        this.labels = inputs.labels(pair);
        this.source = inputs.rows(pair.source());
        this.target = inputs.rows(pair.target());
        this.testLabels = inputs.testLabels(pair.target());
    }

    ReviewRecord run() {
        long start = System.nanoTime();
        ShallowSettings dann = chosen(Adversary.FELT);
        ShallowSettings nn = chosen(Adversary.NONE);
        List<Callable<Tested>> trainings = new ArrayList<>();
        for (ShallowSettings network : List.of(dann, nn)) {
            for (long seed : settings.seeds()) {
                trainings.add(() -> network(network.withSeed(seed)));
            }
        }
        trainings.add(this::svm);
        List<Tested> all = Trainings.all(threads, trainings);
        int seeds = settings.seeds().size();
        List<List<Tested>> byMethod =
                List.of(all.subList(0, seeds), all.subList(seeds, 2 * seeds), all.subList(2 * seeds, 2 * seeds + 1));
        List<OfMethod> methods = new ArrayList<>();
        for (ReviewMethod method : ReviewMethod.values()) {
            List<Tested> tested = byMethod.get(method.ordinal());
            boolean svm = method == ReviewMethod.SVM;
            ShallowSettings network = method == ReviewMethod.DANN ? dann : nn;
            methods.add(new OfMethod(
                    method,
                    tested.stream().map(Tested::accuracy).toList(),
                    PublishedReviews.accuracy(pair, settings.input(), method),
                    svm ? null : network.hidden(),
                    method == ReviewMethod.DANN ? network.lambda() : null,
                    svm ? tested.get(0).c() : null,
                    tested.stream().mapToDouble(Tested::seconds).sum()));
        }
        return new ReviewRecord(settings, pair, methods, duels(byMethod), seconds(start));
    }

    private List<OfTwo> duels(List<List<Tested>> byMethod) {
        List<OfTwo> duels = new ArrayList<>();
        for (ReviewMethod first : ReviewMethod.values()) {
            for (ReviewMethod second : ReviewMethod.values()) {
                if (first.ordinal() < second.ordinal()) {
                    Duel duel = Duel.of(
                            byMethod.get(first.ordinal()).get(0).predicted(),
                            byMethod.get(second.ordinal()).get(0).predicted(),
                            testLabels);
                    duels.add(new OfTwo(first, second, duel.onlyFirst(), duel.onlySecond()));
                }
            }
        }
        return duels;
    }

    /** The settings of a network: those given, or the best of the grid by reverse validation with the first seed. */
    private ShallowSettings chosen(Adversary adversary) {
        ShallowSettings given = settings.network(adversary, settings.seeds().get(0));
        if (!settings.grid()) {
            return given;
        }
        listener.part(pair, "reverse validation of " + (adversary == Adversary.NONE ? "NN" : "DANN"));
        List<Callable<Tried>> tries = new ArrayList<>();
        for (int hidden : ReviewSettings.GRID_HIDDEN) {
            for (double lambda : adversary == Adversary.NONE ? List.of(given.lambda()) : ReviewSettings.GRID_LAMBDA) {
                ShallowSettings one = given.withHidden(hidden).withLambda(lambda);
                tries.add(() -> new Tried(
                        one,
                        ReverseValidation.of(inputs.rows(), CLASSES, labels, source, target, one)
                                .reverseError()));
            }
        }
        return Trainings.all(threads, tries).stream()
                .min(Comparator.comparingDouble(Tried::error))
                .orElseThrow()
                .settings();
    }

    private Tested network(ShallowSettings network) {
        long start = System.nanoTime();
        int trained = source.length - ReviewSettings.HELD;
        ShallowTask task = new ShallowTask(
                inputs.rows(),
                CLASSES,
                labels,
                Arrays.copyOf(source, trained),
                target,
                Arrays.copyOfRange(source, trained, source.length));
        int[] predicted = ShallowDann.train(task, network).network().predict(inputs.test(pair.target()));
        return tested(
                String.format(
                        Locale.ROOT,
                        "%s, seed %d",
                        network.adversary() == Adversary.NONE ? "NN" : "DANN",
                        network.seed()),
                predicted,
                0,
                start);
    }

    private Tested svm() {
        long start = System.nanoTime();
        boolean grid = settings.grid();
        int[] basis = source;
        if (grid) {
            basis = Arrays.copyOf(source, source.length + target.length);
            System.arraycopy(target, 0, basis, source.length, target.length);
        }
        int trained = source.length - ReviewSettings.HELD;
        int[] fitted = Arrays.copyOf(source, trained);
        int[] held = Arrays.copyOfRange(source, trained, source.length);
        try (ForSvm rows = inputs.forSvm(basis)) {
            double least = Double.POSITIVE_INFINITY;
            double best = 0;
            for (double c : LinearSvm.PAPER_C) {
                double error = grid
                        ? ReverseValidation.errorOfSvm(rows.rows(), labels, source, target, c)
                        : LinearSvm.fit(rows.rows().rows(fitted), at(fitted), c)
                                .error(rows.rows().rows(held), at(held));
                if (error < least) {
                    least = error;
                    best = c;
                }
            }
            LinearSvm svm = LinearSvm.fit(rows.rows().rows(source), at(source), best);
            return tested("SVM", rows.predict(svm, inputs.test(pair.target())), best, start);
        }
    }

    private int[] at(int[] rows) {
        return Arrays.stream(rows).map(row -> labels[row]).toArray();
    }

    private Tested tested(String what, int[] predicted, double c, long start) {
        int right = 0;
        for (int i = 0; i < predicted.length; i++) {
            right += predicted[i] == testLabels[i] ? 1 : 0;
        }
        double accuracy = (double) right / predicted.length;
        synchronized (listener) {
            listener.tested(pair, what, accuracy);
        }
        return new Tested(predicted, accuracy, c, seconds(start));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}

package io.github.dann4j.paper;

import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.paper.DistanceRecord.OfPair;
import io.github.dann4j.paper.PairInputs.ForSvm;
import io.github.dann4j.shallow.Adversary;
import io.github.dann4j.shallow.ProxyDistance;
import io.github.dann4j.shallow.ShallowDann;
import io.github.dann4j.shallow.ShallowSettings;
import io.github.dann4j.shallow.ShallowTask;
import io.github.dann4j.shallow.SparseInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The proxy A-distances of figure 3 of Ganin et al., JMLR 2016: between the training examples of two review domains, as
 * they are and in the hidden layers of NN and DANN.
 */
public final class Distances {
    /** The hidden units of the paper's figure 3. */
    public static final int PAPER_HIDDEN = 100;

    /** λ of the paper's figure 3: the value that reverse validation chose most often. */
    public static final double PAPER_LAMBDA = 0.316;

    private static final int CLASSES = 2;

    private Distances() {}

    /**
     * Measures the distances.
     *
     * @param settings of the networks; of its seeds, the first is used
     * @param threads trainings and measurements at once, at least 1; on word counts they do not change a result
     * @param done receives each pair when it is measured
     * @throws io.github.dann4j.data.DataException if reviews are missing; the message says how to get them
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static DistanceRecord measure(
            ReviewSettings settings, DataLocation where, int threads, Consumer<OfPair> done) {
        ReviewSets sets = new ReviewSets(where);
        List<OfPair> pairs = new ArrayList<>();
        List<ReviewPair> order = settings.pairs().stream()
                .sorted(Comparator.comparing(ReviewPair::first).thenComparing(ReviewPair::second))
                .toList();
        PairInputs inputs = null;
        double ofInput = 0;
        try {
            for (ReviewPair pair : order) {
                Cancellation.check("proxy A-distances");
                if (inputs == null || !inputs.isOf(pair)) {
                    if (inputs != null) {
                        inputs.close();
                    }
                    inputs = PairInputs.of(pair, sets, settings.input());
                    ofInput = ofInput(inputs, pair, settings.seeds().get(0));
                }
                OfPair one = ofPair(settings, pair, inputs, threads, ofInput);
                pairs.add(one);
                done.accept(one);
            }
        } finally {
            if (inputs != null) {
                inputs.close();
            }
        }
        pairs.sort(Comparator.comparing(one -> settings.pairs().indexOf(one.pair())));
        return new DistanceRecord(
                settings.input(),
                settings.hidden(),
                settings.lambda(),
                settings.seeds().get(0),
                pairs);
    }

    /** The distance of the rows themselves; it is the same in both directions. */
    private static double ofInput(PairInputs inputs, ReviewPair pair, long seed) {
        int[] first = inputs.rows(pair.first());
        int[] second = inputs.rows(pair.second());
        int[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        try (ForSvm rows = inputs.forSvm(all)) {
            return ProxyDistance.between(rows.rows().rows(first), rows.rows().rows(second), seed)
                    .distance();
        }
    }

    private static OfPair ofPair(
            ReviewSettings settings, ReviewPair pair, PairInputs inputs, int threads, double ofInput) {
        List<Callable<Double>> both = new ArrayList<>();
        for (Adversary adversary : List.of(Adversary.NONE, Adversary.FELT)) {
            both.add(
                    () -> ofNetwork(settings.network(adversary, settings.seeds().get(0)), pair, inputs));
        }
        List<Double> distances = Trainings.all(threads, both);
        return new OfPair(pair, ofInput, distances.get(0), distances.get(1));
    }

    private static double ofNetwork(ShallowSettings network, ReviewPair pair, PairInputs inputs) {
        int[] source = inputs.rows(pair.source());
        int[] target = inputs.rows(pair.target());
        int trained = source.length - ReviewSettings.HELD;
        ShallowTask task = new ShallowTask(
                inputs.rows(),
                CLASSES,
                inputs.labels(pair),
                Arrays.copyOf(source, trained),
                target,
                Arrays.copyOfRange(source, trained, source.length));
        SparseInput hidden =
                SparseInput.of(ShallowDann.train(task, network).network().hidden(inputs.rows()));
        return ProxyDistance.between(hidden.rows(source), hidden.rows(target), network.seed())
                .distance();
    }
}

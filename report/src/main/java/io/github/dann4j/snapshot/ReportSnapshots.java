package io.github.dann4j.snapshot;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.ImageBytes;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.NetworkListener;
import io.github.dann4j.experiment.TrainedRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a report shows in addition to the results: images of both domains, and the features and predictions of the
 * networks of the first seed. It is collected during training, because a network is closed after its test. A failure
 * here never ends a training: it is kept, and thrown when the report is made.
 */
public final class ReportSnapshots implements NetworkListener {
    /** Number of images of each domain whose features are shown; all of a smaller test set. */
    static final int IMAGES = 2000;

    /** The longest side of an image that is shown when the mouse is over a point. */
    private static final int SIDE = 48;

    private final boolean wanted;
    private final List<NetworkSnapshot> taken = new ArrayList<>();
    private List<String> classes = List.of();
    private @Nullable Sample sample;
    private @Nullable Throwable failure;

    /**
     * The same examples of both test sets for every method, the source's first.
     *
     * @param ofSource number of source examples
     * @param source their images; null if they are not images
     * @param target the images of the target examples; null if they are not images
     * @param classOf class of each example; −1 if unknown
     */
    record Sample(
            int ofSource,
            @Nullable ImageBytes source,
            @Nullable ImageBytes target,
            int[] classOf) {}

    private ReportSnapshots(boolean wanted) {
        this.wanted = wanted;
    }

    /** Returns an empty collection to which snapshots are added. */
    public static ReportSnapshots empty() {
        return new ReportSnapshots(true);
    }

    /** Returns a collection that stays empty, for runs without a report. */
    public static ReportSnapshots none() {
        return new ReportSnapshots(false);
    }

    @Override
    public boolean isWanted() {
        return wanted;
    }

    @Override
    public void trained(TrainedRun run, MethodType<?> method, DomainPair pair, Precision precision) {
        if (!wanted || failure != null) {
            return;
        }
        try {
            if (sample == null) {
                sample = sample(pair);
                classes = pair.sourceTest().classNames();
            }
            taken.add(NetworkSnapshot.of(run, method, pair, new Evaluator(run.network(), precision)));
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            failure = e;
        }
    }

    private static Sample sample(DomainPair pair) {
        int[] ofSource = Evaluator.sample(pair.sourceTest().size(), IMAGES);
        int[] ofTarget = Evaluator.sample(pair.targetTest().size(), IMAGES);
        long[] sourceClasses = pair.sourceTest().classes();
        long[] targetClasses = pair.labeledTargetTest() == null
                ? new long[0]
                : pair.labeledTargetTest().classes();
        IntStream classOf = IntStream.concat(
                Arrays.stream(ofSource).map(number -> (int) sourceClasses[number]),
                Arrays.stream(ofTarget).map(number -> targetClasses.length == 0 ? -1 : (int) targetClasses[number]));
        UnlabeledExamples source = pair.sourceTest().unlabeled();
        boolean images = source.areImages();
        return new Sample(
                ofSource.length,
                images ? source.images(ofSource, SIDE) : null,
                images ? pair.targetTest().images(ofTarget, SIDE) : null,
                classOf.toArray());
    }

    /** Returns the snapshots of networks, in the order of {@link #shown}. */
    List<NetworkSnapshot> snapshots() {
        return taken.stream()
                .sorted(Comparator.comparing(snapshot -> Methods.all().indexOf(snapshot.method())))
                .toList();
    }

    List<String> classes() {
        return classes;
    }

    @Nullable
    Sample sample() {
        return sample;
    }

    /** Throws the failure that occurred during collection, if there was one. */
    public void requireWhole() {
        if (failure != null) {
            throw new IllegalStateException("the networks could not be examined: " + failure.getMessage(), failure);
        }
    }
}

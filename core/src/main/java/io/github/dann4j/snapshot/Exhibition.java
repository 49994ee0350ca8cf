package io.github.dann4j.snapshot;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Methods;
import io.github.dann4j.data.Pictures;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.NetworkObserver;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.recipe.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a report shows beside the results: pictures of both domains, and what the networks of the first seed made of them. It is
 * collected while the trainings go, because a network is gone after its test. A failure of it never ends a training: it is kept, and
 * thrown when the report is made.
 */
public final class Exhibition implements NetworkObserver {
    /** Images of each domain of which features are shown; all of a smaller test set. */
    static final int IMAGES = 2000;

    /** The longest side of a picture that is shown when a point is pointed at. */
    private static final int SIDE = 48;

    private final boolean wanted;
    private final List<Exhibit> exhibits = new ArrayList<>();
    private List<String> classes = List.of();
    private @Nullable Sample sample;
    private @Nullable Throwable failure;

    /**
     * The same examples of both test sets for every method, the source's first.
     *
     * @param ofSource how many are of the source
     * @param source their pictures; null where they are no images
     * @param target the pictures of the target's; null as the source's
     * @param classOf class of each example; −1 where it is unknown
     */
    record Sample(
            int ofSource,
            @Nullable Pictures source,
            @Nullable Pictures target,
            int[] classOf) {}

    private Exhibition(boolean wanted) {
        this.wanted = wanted;
    }

    /** One that is still empty. */
    public static Exhibition empty() {
        return new Exhibition(true);
    }

    /** One that stays empty: for whoever wants no report. */
    public static Exhibition none() {
        return new Exhibition(false);
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
            exhibits.add(Exhibit.of(run, method, pair, new Evaluator(run.network(), precision)));
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
                images ? source.pictures(ofSource, SIDE) : null,
                images ? pair.targetTest().pictures(ofTarget, SIDE) : null,
                classOf.toArray());
    }

    /** In the order of {@link Comparison#shown}. */
    List<Exhibit> exhibits() {
        return exhibits.stream()
                .sorted(Comparator.comparing(exhibit -> Methods.all().indexOf(exhibit.method())))
                .toList();
    }

    List<String> classes() {
        return classes;
    }

    @Nullable
    Sample sample() {
        return sample;
    }

    /** Throws what went wrong while it was collected, if anything did. */
    public void requireWhole() {
        if (failure != null) {
            throw new IllegalStateException("the networks could not be looked at: " + failure.getMessage(), failure);
        }
    }
}

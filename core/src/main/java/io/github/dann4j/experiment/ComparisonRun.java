package io.github.dann4j.experiment;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.DataException;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Trains and tests all methods of a comparison with all seeds.
 *
 * @param experiment on the two sets, prepared by the comparison's recipe; what its checkpoints hold is not trained again
 * @param observer looks at the networks of the first seed
 */
public record ComparisonRun(Comparison settings, Experiment experiment, NetworkObserver observer) {
    /**
     * Does it.
     *
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     * @throws io.github.dann4j.data.DataException if the pair has not what one of the methods needs
     */
    public ComparisonRecord run() {
        requirePossible(settings, experiment.pair());
        // What is shown is trained even if it is done already, by all workers, though only the first one shows it.
        boolean shows = Boolean.parseBoolean(experiment
                .replicas()
                .workers()
                .fromFirst("what a report shows", () -> Boolean.toString(observer.isWanted())));
        List<RunRecord> runs = new ArrayList<>();
        for (long seed : settings.seeds()) {
            List<MethodType<?>> shown =
                    shows && seed == settings.seeds().get(0) ? Comparison.shown(settings.methods()) : List.of();
            for (MethodType<?> method : settings.methods()) {
                if (!settings.comesWithAnother(method)) {
                    runs.addAll(train(method, seed, shown.contains(method)));
                }
            }
        }
        return ComparisonRecord.of(settings, experiment.pair().records(), experiment.precision(), runs);
    }

    /** Trains a method, and refines its network by those that do, unless all of it is done already and none of it is shown. */
    private List<RunRecord> train(MethodType<?> method, long seed, boolean isShown) {
        RunRecord done = isShown ? null : experiment.done(method, seed);
        List<MethodType<?>> refinements = settings.refinementsOf(method);
        Map<MethodType<?>, RunRecord> refined = new HashMap<>();
        for (MethodType<?> refinement : refinements) {
            RunRecord record = experiment.done(refinement, seed);
            if (record != null) {
                refined.put(refinement, record);
            }
        }
        List<RunRecord> runs = new ArrayList<>();
        if (done != null && refined.size() == refinements.size()) {
            runs.add(done);
        } else {
            try (TrainedRun run = experiment.train(method, seed)) {
                runs.add(run.record());
                if (isShown && observer.isWanted()) {
                    observer.trained(run, method, experiment.pair(), experiment.precision());
                }
                for (MethodType<?> refinement : refinements) {
                    refined.computeIfAbsent(refinement, one -> experiment.refine(one, run));
                }
            }
        }
        refinements.forEach(refinement -> runs.add(Objects.requireNonNull(refined.get(refinement))));
        return runs;
    }

    /**
     * Asked before anything is written or trained, not after the other methods' hours.
     *
     * @throws io.github.dann4j.data.DataException if {@code pair} has not what one of the methods needs
     */
    public static void requirePossible(Comparison settings, DomainPair pair) {
        for (MethodType<?> method : settings.methods()) {
            if (method.needs().needsImages() && !pair.targetTrain().areImages()) {
                throw new DataException(
                        "%s needs images, which %s and %s are not: it asks for strong views of them; leave it out of --methods"
                                .formatted(method.name(), settings.source(), settings.target()));
            }
        }
        if (settings.methods().stream().anyMatch(MethodType::needsTargetLabels)) {
            pair.labeledTargetTrain();
        }
    }
}

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
 * @param experiment on the two datasets, prepared by the comparison's recipe; trainings that its checkpoints hold
 *     are not repeated
 * @param listener receives the networks of the first seed
 */
public record ComparisonRun(Comparison settings, Experiment experiment, NetworkListener listener) {
    /**
     * Runs the comparison.
     *
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     * @throws io.github.dann4j.data.DataException if the pair lacks what one of the methods needs
     */
    public ComparisonRecord run() {
        requirePossible(settings, experiment.pair());
        // A network that the report shows is trained even if its training is done already, and by all workers, though
        // only the first shows it.
        boolean shows = Boolean.parseBoolean(experiment
                .replicas()
                .workers()
                .fromFirst("what a report shows", () -> Boolean.toString(listener.isWanted())));
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

    /** Trains a method and refines its network, unless everything is done already and nothing of it is shown. */
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
                if (isShown && listener.isWanted()) {
                    listener.trained(run, method, experiment.pair(), experiment.precision());
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
     * Checks that every method can be trained on the pair. Called before anything is written or trained, so that the
     * error does not come after hours of other trainings.
     *
     * @throws DataException if {@code pair} lacks what one of the methods needs
     */
    public static void requirePossible(Comparison settings, DomainPair pair) {
        for (MethodType<?> method : settings.methods()) {
            if (method.needs().needsImages() && !pair.targetTrain().areImages()) {
                throw new DataException(
                        "%s needs images, for their strong views, and %s and %s hold none; remove it from --methods"
                                .formatted(method.name(), settings.source(), settings.target()));
            }
        }
        if (settings.methods().stream().anyMatch(MethodType::needsTargetLabels)) {
            pair.labeledTargetTrain();
        }
    }
}

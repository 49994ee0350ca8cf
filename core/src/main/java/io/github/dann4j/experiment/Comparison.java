package io.github.dann4j.experiment;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.DataException;
import io.github.dann4j.engine.Machine;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.train.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which methods are compared over which seeds, all by one recipe.
 *
 * @param preset name of the preset the recipe began from
 * @param methods what is compared, each once, in the order of the table
 * @param seeds one training of each method for each
 * @param from saved model that every training begins from; null for fresh weights
 */
public record Comparison(
        String source,
        String target,
        String preset,
        Recipe recipe,
        List<MethodType<?>> methods,
        List<Long> seeds,
        @Nullable InitialModel from) {
    public Comparison {
        methods = List.copyOf(methods);
        seeds = List.copyOf(seeds);
        recipe = recipe.withSettingsOf(methods);
        requireOnce("methods", methods);
        requireOnce("seeds", seeds);
    }

    /** From fresh weights. */
    public Comparison(
            String source, String target, String preset, Recipe recipe, List<MethodType<?>> methods, List<Long> seeds) {
        this(source, target, preset, recipe, methods, seeds, null);
    }

    private static void requireOnce(String what, List<?> values) {
        if (values.isEmpty() || new LinkedHashSet<>(values).size() != values.size()) {
            throw new IllegalArgumentException("%s: each once and at least one, got %s".formatted(what, values));
        }
    }

    /**
     * Trains and tests everything.
     *
     * @param experiment on the two sets, prepared by this comparison's recipe; what its checkpoints hold is not trained again
     * @param exhibition takes in what a report shows of the networks of the first seed
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     */
    public ComparisonRecord run(Experiment experiment, Exhibition exhibition) {
        requirePossible(experiment.pair());
        List<RunRecord> runs = new ArrayList<>();
        // What is shown is trained even if it is done already, by all workers, though only the first one shows it.
        boolean shows = Boolean.parseBoolean(experiment
                .replicas()
                .workers()
                .fromFirst("what a report shows", () -> Boolean.toString(exhibition.isWanted())));
        for (long seed : seeds) {
            boolean isShown = shows && seed == seeds.get(0);
            runs.addAll(runAll(experiment, seed, isShown, isShown ? exhibition : Exhibition.none()));
        }
        return record(experiment.pair(), experiment.precision(), runs);
    }

    /**
     * Asked before anything is written or trained, not after the other methods' hours.
     *
     * @throws io.github.dann4j.data.DataException if {@code pair} has not what one of the methods needs
     */
    void requirePossible(DomainPair pair) {
        for (MethodType<?> method : methods) {
            if (method.needs().needsImages() && !pair.targetTrain().areImages()) {
                throw new DataException(
                        "%s needs images, which %s and %s are not: it asks for strong views of them; leave it out of --methods"
                                .formatted(method.name(), source, target));
            }
        }
        if (methods.stream().anyMatch(MethodType::needsTargetLabels)) {
            pair.labeledTargetTrain();
        }
    }

    /** The record of runs that are done: every method with every seed. */
    public ComparisonRecord record(DomainPair pair, Precision precision, List<RunRecord> runs) {
        return new ComparisonRecord(
                source,
                target,
                preset,
                "last",
                methods.stream().map(method -> row(method, runs)).toList(),
                recipe,
                pair.records(),
                EnvironmentRecord.current(precision),
                Machine.peakRssMiB().orElse(null),
                runs);
    }

    /** Whether a method refines the training of another one that is compared too, as AdaBN does source-only's. */
    private boolean comesWithAnother(MethodType<?> method) {
        return method.base() != null && methods.contains(method.base());
    }

    /** The methods of the comparison that refine this one's network. */
    List<MethodType<?>> refinementsOf(MethodType<?> method) {
        return methods.stream().filter(other -> other.base() == method).toList();
    }

    /** Number of trainings of all methods with all seeds. */
    public int trainings() {
        return (int) trained().count() * seeds.size();
    }

    /** Images that go through the network in all trainings together. */
    public long images() {
        return trained().mapToLong(recipe::images).sum() * seeds.size();
    }

    /** Whether a method has a training of its own here. */
    public boolean trains(MethodType<?> method) {
        return methods.contains(method) && !comesWithAnother(method);
    }

    private Stream<MethodType<?>> trained() {
        return methods.stream().filter(this::trains);
    }

    private List<RunRecord> runAll(Experiment experiment, long seed, boolean shows, Exhibition exhibition) {
        List<MethodType<?>> shown = shows ? Exhibition.shown(methods) : List.of();
        List<RunRecord> runs = new ArrayList<>();
        for (MethodType<?> method : methods) {
            if (comesWithAnother(method)) {
                continue;
            }
            boolean isShown = shown.contains(method);
            RunRecord done = isShown ? null : experiment.done(method, seed);
            List<MethodType<?>> refinements = refinementsOf(method);
            Map<MethodType<?>, RunRecord> refined = new HashMap<>();
            for (MethodType<?> refinement : refinements) {
                RunRecord record = experiment.done(refinement, seed);
                if (record != null) {
                    refined.put(refinement, record);
                }
            }
            if (done != null && refined.size() == refinements.size()) {
                runs.add(done);
            } else {
                try (TrainedRun run = experiment.train(method, seed)) {
                    runs.add(run.record());
                    if (isShown && exhibition.isWanted()) {
                        exhibition.add(run, method, experiment.pair(), experiment.precision());
                    }
                    for (MethodType<?> refinement : refinements) {
                        refined.computeIfAbsent(refinement, one -> experiment.refine(one, run));
                    }
                }
            }
            refinements.forEach(refinement -> runs.add(Objects.requireNonNull(refined.get(refinement))));
        }
        return runs;
    }

    private ComparisonRecord.Row row(MethodType<?> method, List<RunRecord> runs) {
        List<RunRecord> own = of(method, runs);
        @Nullable
        Figure domains = method.tells(Term.DOMAIN_LOSS)
                ? Figure.of(own.stream().map(Comparison::domainAccuracy).toList())
                : null;
        Figure target = targetFigure(own);
        return new ComparisonRecord.Row(
                method.name(),
                seeds,
                target,
                Figure.of(own.stream().map(RunRecord::sourceAccuracy).toList()),
                domains,
                target == null ? null : gapCovered(target.mean(), runs),
                own.stream().mapToDouble(RunRecord::seconds).average().orElseThrow(),
                own.stream().mapToDouble(RunRecord::imagesPerSecond).average().orElseThrow());
    }

    /** Null where the target has no labels. */
    private static @Nullable Figure targetFigure(List<RunRecord> own) {
        List<Double> values = own.stream()
                .map(RunRecord::targetAccuracy)
                .filter(Objects::nonNull)
                .toList();
        return values.isEmpty() ? null : Figure.of(values);
    }

    private static double domainAccuracy(RunRecord run) {
        Double accuracy = run.domainAccuracy();
        return accuracy == null ? Double.NaN : accuracy;
    }

    /** (accuracy − source-only) / (train-on-target − source-only), as in the paper's Table 2. */
    private @Nullable Double gapCovered(double accuracy, List<RunRecord> runs) {
        if (!methods.contains(SourceOnly.TYPE) || !methods.contains(SourceOnly.ON_TARGET)) {
            return null;
        }
        Figure lower = targetFigure(of(SourceOnly.TYPE, runs));
        Figure upper = targetFigure(of(SourceOnly.ON_TARGET, runs));
        return lower == null || upper == null || upper.mean() == lower.mean()
                ? null
                : (accuracy - lower.mean()) / (upper.mean() - lower.mean());
    }

    private static List<RunRecord> of(MethodType<?> method, List<RunRecord> runs) {
        return runs.stream().filter(run -> run.method().equals(method.name())).toList();
    }
}

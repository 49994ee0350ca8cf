package io.github.dann4j.sweep;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.choose.ChoosingData;
import io.github.dann4j.choose.NoLog;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.Checkpoints;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.files.FileException;
import io.github.dann4j.files.FolderLock;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RecipeFile;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.train.TrainingException;
import io.github.dann4j.validate.Outputs;
import io.github.dann4j.validate.Validator;
import io.github.dann4j.validate.Validators;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One sweep, from the data to the chosen training. If the process is killed, the same call continues where it ended.
 *
 * <p>All figures are of examples that no training has seen, without a label of the target, as in
 * {@link io.github.dann4j.choose.Adaptation}.
 */
public final class Sweep {
    private final SweepRequest request;
    private final Recipe recipe;
    private final ChoosingData data;
    private final SweepFolder folder;
    private final Consumer<String> notes;
    private final Function<Comparison, ExperimentListener> listeners;

    /**
     * Creates a sweep.
     *
     * @param recipe whose values are changed
     * @param data of the request; owned by the caller
     * @param notes receives one-line notes for the user
     * @param listeners makes the listener of a training; it is closed by the caller
     */
    public Sweep(
            SweepRequest request,
            Recipe recipe,
            ChoosingData data,
            SweepFolder folder,
            Consumer<String> notes,
            Function<Comparison, ExperimentListener> listeners) {
        this.request = request;
        this.recipe = recipe;
        this.data = data;
        this.folder = folder;
        this.notes = notes;
        this.listeners = listeners;
    }

    /**
     * Returns the settings with which a sweep in this folder has begun.
     *
     * @param recipe of the request
     * @return null if none has begun
     * @throws FileException if it was begun with another request
     */
    public static @Nullable RunSettings begun(SweepFolder folder, SweepRequest request, Recipe recipe) {
        Begun begun = folder.begun();
        if (begun == null) {
            return null;
        }
        if (!begun.request().equals(request)) {
            throw new FileException(
                    "%s holds a sweep with other options: it was started with %s, got %s; give the same options to continue it, or choose another folder with --out"
                            .formatted(folder.folder(), begun.request(), request));
        }
        return new RunSettings(comparison(request, recipe), begun.precision(), begun.device(), begun.threads());
    }

    /**
     * Returns the recipe of every combination, so that a wrong key or value is found before any training.
     *
     * @throws io.github.dann4j.data.DataException or an IllegalArgumentException that names the key and the value
     */
    public static List<Recipe> recipes(SweepRequest request, Recipe recipe) {
        return Combinations.of(request).stream()
                .map(values -> changed(recipe, values))
                .toList();
    }

    private static Recipe changed(Recipe recipe, Map<String, String> values) {
        Recipe changed = recipe;
        for (Map.Entry<String, String> value : values.entrySet()) {
            changed = RecipeFile.with(changed, value.getKey(), value.getValue());
        }
        if (changed.targetLabels() > 0) {
            throw new IllegalArgumentException("targetLabels must be 0 in a sweep, which uses no label of the target");
        }
        return changed;
    }

    private static Comparison comparison(SweepRequest request, Recipe recipe) {
        return new Comparison(
                        request.source(),
                        request.target(),
                        request.preset(),
                        recipe,
                        List.<MethodType<?>>of(Methods.of(request.method())),
                        List.of(request.seed()))
                .with(request.backbone());
    }

    /**
     * Runs the trials that are still missing, and writes the chosen model and the result.
     *
     * @param settings of this process
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     */
    public SweepResult run(RunSettings settings) {
        folder.make(folder.folder());
        try (FolderLock lock = FolderLock.of(folder.folder())) {
            if (lock == null) {
                throw new FileException(
                        "%s: another process works in this folder; wait for it, or choose another folder with --out"
                                .formatted(folder.folder()));
            }
            folder.write(new Begun(request, settings.precision(), settings.device(), settings.threads()));
            data.notes().forEach(notes);
            List<Trial> trials = new ArrayList<>();
            int left = rounds(settings, trials);
            Trial best = best(trials);
            SweepResult result = new SweepResult(
                    request, best == null ? null : best.number(), trials, left, data.heldSource(), data.heldTarget());
            folder.write(result);
            return result;
        }
    }

    /** Does all rounds; returns the number of combinations that were left out. */
    private int rounds(RunSettings settings, List<Trial> trials) {
        List<Map<String, String>> combinations = Combinations.of(request);
        int rounds = Combinations.rounds(request, combinations.size());
        for (int round = 0; round < rounds; round++) {
            int steps = Combinations.steps(request, round, rounds);
            List<Trial> ofRound = new ArrayList<>();
            for (int i = 0; i < combinations.size(); i++) {
                double before =
                        trials.isEmpty() ? 0 : trials.get(trials.size() - 1).elapsedSeconds();
                if (!trials.isEmpty() && request.budgetSeconds() > 0 && before >= request.budgetSeconds()) {
                    return combinations.size() - i;
                }
                Trial trial = trial(trials.size() + 1, round + 1, combinations.get(i), steps, settings, before);
                trials.add(trial);
                ofRound.add(trial);
            }
            combinations = ofRound.stream()
                    .filter(trial -> trial.failure() == null)
                    .sorted(better())
                    .limit((ofRound.size() + 1) / 2)
                    .map(Trial::values)
                    .toList();
        }
        return 0;
    }

    private Trial trial(
            int number, int round, Map<String, String> values, int steps, RunSettings settings, double before) {
        Trial done = folder.readTrial(number);
        if (done != null) {
            if (!done.values().equals(values) || done.steps() != steps) {
                throw new FileException(String.format(
                        Locale.ROOT,
                        "%s has other values or steps than trial %d of this sweep; choose another folder with --out",
                        folder.trial(number),
                        number));
            }
            return done;
        }
        folder.make(folder.trial(number));
        notes.accept(String.format(Locale.ROOT, "trial %d: %s, %d steps", number, values, steps));
        long from = System.nanoTime();
        Recipe own = changed(recipe, values).withSteps(steps);
        Trial trial;
        try (DomainPair pair = data.pair(own)) {
            Comparison comparison = comparison(request, own);
            Checkpoints checkpoints = Checkpoints.in(
                    folder.trial(number).resolve("checkpoints"),
                    new RunSettings(comparison, settings.precision(), settings.device(), settings.threads()),
                    new CheckpointPlan(
                            new CheckpointPlan.Interval.Time(Duration.ofMinutes(1)), 2, CheckpointPlan.OnNan.STOP),
                    new NoLog(folder.trial(number).resolve("metrics.jsonl")),
                    notes);
            Experiment experiment = new Experiment(
                    pair, own, settings.precision(), listeners.apply(comparison), checkpoints, Replicas.NONE, null);
            try (TrainedRun run = experiment.train(comparison.methods().get(0), request.seed())) {
                SavedModel.write(
                        folder.trial(number).resolve(SavedModel.FILE),
                        run.network(),
                        run.card(pair, request.source(), request.target()),
                        pair.trainingExamples());
                trial = new Trial(
                        number,
                        round,
                        values,
                        steps,
                        run.record().seconds(),
                        null,
                        figures(number, settings),
                        before + (System.nanoTime() - from) / 1e9);
            }
            checkpoints.delete();
        } catch (TrainingException e) {
            String message = Objects.requireNonNullElse(e.getMessage(), "its training diverged");
            notes.accept(message);
            trial = new Trial(
                    number, round, values, steps, 0, message, Map.of(), before + (System.nanoTime() - from) / 1e9);
        }
        folder.write(trial);
        return trial;
    }

    private Map<String, Double> figures(int number, RunSettings settings) {
        try (SavedModel saved = SavedModel.of(folder.trial(number));
                ExampleSet source = data.keptSource();
                ExampleSet target = data.keptTarget()) {
            Outputs outputs = saved.outputs(source, target, Integer.MAX_VALUE, settings.precision());
            Map<String, Double> figures = new LinkedHashMap<>();
            for (Validator validator : Validators.all()) {
                figures.put(validator.name(), validator.value(outputs));
            }
            return figures;
        }
    }

    /** Orders trials with a model, the best first; equal ones by their numbers. */
    private Comparator<Trial> better() {
        Validator by = Validators.named(request.by());
        Comparator<Trial> byValue = Comparator.comparingDouble(trial -> value(trial, by));
        return (by.largerIsBetter() ? byValue.reversed() : byValue).thenComparingInt(Trial::number);
    }

    private static double value(Trial trial, Validator by) {
        return Objects.requireNonNull(trial.figures().get(by.name()));
    }

    /** Returns the best of the trials with the most steps; null if no trial has a model. */
    private @Nullable Trial best(List<Trial> trials) {
        int most = trials.stream()
                .filter(trial -> trial.failure() == null)
                .mapToInt(Trial::steps)
                .max()
                .orElse(0);
        return trials.stream()
                .filter(trial -> trial.failure() == null && trial.steps() == most)
                .min(better())
                .orElse(null);
    }
}

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
 *
 * <p>Several trainings at the same time need a process each, because threads and device are set for a whole process:
 * {@link ParallelTrials}.
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
     * Runs the trials that are still missing, one after the other, and writes the chosen model and the result.
     *
     * @param settings of this process
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     */
    public SweepResult run(RunSettings settings) {
        return run(settings, 1, null);
    }

    /**
     * As the other method, with several trainings at the same time. The result is the same, except for times; with a
     * budget of time more trials begin.
     *
     * @param settings of each training
     * @param most number of trainings at the same time, at least 1
     * @param processes that train; null to train one trial after the other in this process
     */
    public SweepResult run(RunSettings settings, int most, @Nullable ParallelTrials processes) {
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
            int left = rounds(new Rounds(settings, most, processes, System.nanoTime()), trials);
            Trial best = best(trials);
            SweepResult result = new SweepResult(
                    request, best == null ? null : best.number(), trials, left, data.heldSource(), data.heldTarget());
            folder.write(result);
            return result;
        }
    }

    /** How the trainings of a sweep are run, and since when. */
    private record Rounds(
            RunSettings settings, int most, @Nullable ParallelTrials processes, long from) {}

    /** Does all rounds; returns the number of combinations that were left out. */
    private int rounds(Rounds how, List<Trial> trials) {
        List<Map<String, String>> combinations = Combinations.of(request);
        int rounds = Combinations.rounds(request, combinations.size());
        double before = elapsedBefore(combinations.size(), rounds);
        for (int round = 0; round < rounds; round++) {
            List<Trial> ofRound = round(how, round, rounds, combinations, trials.size(), before);
            trials.addAll(ofRound);
            if (ofRound.size() < combinations.size()) {
                return combinations.size() - ofRound.size();
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

    /** Returns the time that earlier processes have spent on the sweep, by their completed trials. */
    private double elapsedBefore(int combinations, int rounds) {
        double elapsed = 0;
        for (int number = 1; number <= combinations * rounds; number++) {
            Trial done = folder.readTrial(number);
            elapsed = Math.max(elapsed, done == null ? 0 : done.elapsedSeconds());
        }
        return elapsed;
    }

    /**
     * Does one round. Trials begin in their order, as many at the same time as may; the next one begins when any of them
     * has ended.
     *
     * @param numbered number of trials of earlier rounds
     * @param before time that earlier processes have spent
     * @return the trials in their order: fewer than combinations if the budget was used up
     */
    private List<Trial> round(
            Rounds how, int round, int rounds, List<Map<String, String>> combinations, int numbered, double before) {
        int steps = Combinations.steps(request, round, rounds);
        // Those up to the last that is done had begun, so they are completed whatever the time.
        int begun = numbered;
        for (int number = numbered + 1; number <= numbered + combinations.size(); number++) {
            begun = folder.readTrial(number) == null ? begun : number;
        }
        int next = numbered + 1;
        int running = 0;
        while (true) {
            while (next <= numbered + combinations.size() && running < how.most()) {
                double elapsed = before + (System.nanoTime() - how.from()) / 1e9;
                boolean isBudgetUsedUp = request.budgetSeconds() > 0 && elapsed >= request.budgetSeconds();
                if (next > Math.max(1, begun) && isBudgetUsedUp) {
                    break;
                }
                running += begin(new Task(next, round + 1, combinations.get(next - numbered - 1), steps, elapsed), how)
                        ? 1
                        : 0;
                next++;
            }
            if (running == 0) {
                break;
            }
            Objects.requireNonNull(how.processes()).awaitOne();
            running--;
        }
        List<Trial> trials = new ArrayList<>();
        for (int number = numbered + 1; number < next; number++) {
            trials.add(required(number));
        }
        return trials;
    }

    /** Does a task unless it is done; returns whether a process now does it. */
    private boolean begin(Task task, Rounds how) {
        Trial done = folder.readTrial(task.number());
        if (done != null) {
            if (!done.values().equals(task.values()) || done.steps() != task.steps()) {
                throw new FileException(String.format(
                        Locale.ROOT,
                        "%s has other values or steps than trial %d of this sweep; choose another folder with --out",
                        folder.trial(task.number()),
                        task.number()));
            }
            return false;
        }
        notes.accept(String.format(Locale.ROOT, "trial %d: %s, %d steps", task.number(), task.values(), task.steps()));
        folder.make(folder.trial(task.number()));
        if (how.processes() == null) {
            train(task, how.settings());
            return false;
        }
        folder.write(task);
        how.processes().start(task.number());
        return true;
    }

    private Trial required(int number) {
        Trial trial = folder.readTrial(number);
        if (trial == null) {
            throw new FileException(String.format(
                    Locale.ROOT,
                    "%s has no trial.json, though its training has ended; the same command trains it again",
                    folder.trial(number)));
        }
        folder.deleteTask(number);
        return trial;
    }

    /**
     * Trains one trial for a {@linkplain #run(RunSettings, int, ParallelTrials) sweep} of another process, which has
     * written its task.
     *
     * @param settings with which the sweep has begun
     * @throws FileException if there is no such task
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     */
    public void train(int number, RunSettings settings) {
        Task task = folder.readTask(number);
        if (task == null) {
            throw new FileException(String.format(
                    Locale.ROOT, "%s has no task; only a sweep starts single trials", folder.trial(number)));
        }
        train(task, settings);
    }

    /** Trains a trial, unless the process of a killed sweep that still was at work has just done so. */
    private void train(Task task, RunSettings settings) {
        try (FolderLock lock = folder.lockTrial(task.number())) {
            if (folder.readTrial(task.number()) == null) {
                folder.write(trial(task, settings));
            }
        }
    }

    private Trial trial(Task task, RunSettings settings) {
        int number = task.number();
        long from = System.nanoTime();
        Recipe own = changed(recipe, task.values()).withSteps(task.steps());
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
            Trial trial;
            try (TrainedRun run = experiment.train(comparison.methods().get(0), request.seed())) {
                SavedModel.write(
                        folder.trial(number).resolve(SavedModel.FILE),
                        run.network(),
                        run.card(pair, request.source(), request.target()),
                        pair.trainingExamples());
                trial = ended(task, from, run.record().seconds(), null, figures(number, settings));
            }
            checkpoints.delete();
            return trial;
        } catch (TrainingException e) {
            String message = Objects.requireNonNullElse(e.getMessage(), "its training diverged");
            notes.accept(message);
            return ended(task, from, 0, message, Map.of());
        }
    }

    /** @param from when the training began, by the clock of this process */
    private static Trial ended(
            Task task, long from, double seconds, @Nullable String failure, Map<String, Double> figures) {
        return new Trial(
                task.number(),
                task.round(),
                task.values(),
                task.steps(),
                seconds,
                failure,
                figures,
                task.elapsedSeconds() + (System.nanoTime() - from) / 1e9);
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

package io.github.dann4j.choose;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.Checkpoints;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.files.FileException;
import io.github.dann4j.files.FolderLock;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.TrainingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One adaptation, from the data to the verdict: it looks at the data, plans what the budget allows, trains, and judges.
 * After a kill the same call continues where the last one ended.
 */
public final class Adaptation {
    private static final int PROBE_STEPS = 24;

    private final Request request;
    private final ChoosingData data;
    private final AdaptFolder folder;
    private final Consumer<String> notes;
    private final Function<Comparison, ExperimentListener> listeners;
    private final long start = System.nanoTime();

    /**
     * Creates an adaptation.
     *
     * @param data of the request; owned by the caller
     * @param folder an existing folder
     * @param notes receives one-line notes for the user
     * @param listeners makes the listener of all trainings
     */
    public Adaptation(
            Request request,
            ChoosingData data,
            AdaptFolder folder,
            Consumer<String> notes,
            Function<Comparison, ExperimentListener> listeners) {
        this.request = request;
        this.data = data;
        this.folder = folder;
        this.notes = notes;
        this.listeners = listeners;
    }

    /**
     * Returns the settings with which an adaptation in this folder has begun.
     *
     * @return null if none has begun
     * @throws FileException if it was begun with another request
     */
    public static @Nullable RunSettings begun(AdaptFolder folder, Request request) {
        Begun begun = folder.readBegun();
        if (begun == null) {
            return null;
        }
        if (!begun.request().equals(request)) {
            throw new FileException(
                    "%s holds an adaptation with other options: it was started with %s, got %s; give the same options to continue it, or choose another folder with --out"
                            .formatted(folder.folder(), begun.request(), request));
        }
        return begun.settings();
    }

    /**
     * Does what is still to be done, and writes the model and the verdict.
     *
     * @param recipe how to train, with as many steps as there may be at most
     * @param settings makes the settings of this process for a comparison
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     */
    public Verdict run(Recipe recipe, Function<Comparison, RunSettings> settings) {
        folder.make(folder.folder());
        try (FolderLock lock = FolderLock.of(folder.folder())) {
            if (lock == null) {
                throw new FileException(
                        "%s: another process works in this folder; wait for it, or choose another folder with --out"
                                .formatted(folder.folder()));
            }
            folder.deleteLeftovers();
            data.notes().forEach(notes);
            Recipe fitting = recipe.withBatchSize(Math.min(recipe.batchSize(), data.trainedSource()));
            try (DomainPair pair = data.pair(fitting)) {
                Begun begun = begin(fitting, settings, pair);
                begun.plan().left().forEach(notes);
                List<Trained> trained = train(begun, pair);
                Verdict verdict = Judge.verdict(request, data, begun.plan(), trained);
                folder.write(verdict);
                folder.deleteCheckpoints();
                return verdict;
            }
        }
    }

    private Begun begin(Recipe recipe, Function<Comparison, RunSettings> settings, DomainPair pair) {
        Begun earlier = folder.readBegun();
        if (earlier != null) {
            if (!earlier.data().equals(pair.records())) {
                throw new DataException(
                        "the datasets have changed since %s was started; start again in another folder with --out"
                                .formatted(folder.folder()));
            }
            return earlier;
        }
        data.look().remarks().forEach(notes);
        RunSettings any = settings.apply(comparison(recipe, List.of(SourceOnly.TYPE.name())));
        double speed = request.steps() > 0 ? 0 : speed(recipe, any, pair);
        Plan plan = Plan.of(request, recipe, data.look(), speed);
        Comparison comparison = comparison(recipe.withSteps(plan.steps()), plan.methods());
        Begun begun = new Begun(request, settings.apply(comparison), plan, pair.records(), elapsed(0));
        folder.write(begun);
        return begun;
    }

    private Comparison comparison(Recipe recipe, List<String> methods) {
        return new Comparison(
                        request.source(),
                        request.target(),
                        request.preset(),
                        recipe,
                        methods.stream().<MethodType<?>>map(Methods::of).toList(),
                        List.of(request.seed()))
                .with(request.backbone());
    }

    /** Returns the images a second of a few steps on both domains, after a few that do not count. */
    private double speed(Recipe recipe, RunSettings settings, DomainPair pair) {
        notes.accept("measuring the speed of this machine");
        MethodType<?> probe = Dann.TYPE;
        double speed = 0;
        for (int steps : new int[] {PROBE_STEPS / 4, PROBE_STEPS}) {
            Experiment experiment =
                    new Experiment(pair, recipe.withSteps(steps), settings.precision(), ExperimentListener.SILENT);
            try (TrainedRun run = experiment.train(probe, request.seed())) {
                speed = run.record().imagesPerSecond();
            }
        }
        return speed;
    }

    private List<Trained> train(Begun begun, DomainPair pair) {
        Comparison comparison = begun.settings().comparison();
        ExperimentListener listener = listeners.apply(comparison);
        Checkpoints checkpoints = Checkpoints.in(
                folder.checkpoints(),
                begun.settings(),
                new CheckpointPlan(
                        new CheckpointPlan.Interval.Time(Duration.ofMinutes(1)), 2, CheckpointPlan.OnNan.STOP),
                new NoLog(folder.folder().resolve("metrics.jsonl")),
                notes);
        Experiment experiment = new Experiment(
                pair, comparison.recipe(), begun.settings().precision(), listener, checkpoints, Replicas.NONE, null);
        List<Trained> trained = new ArrayList<>();
        double before = begun.elapsedSeconds();
        double rate = 0; // images a second of the last training, all around it included
        for (String name : begun.plan().methods()) {
            MethodType<?> method = Methods.of(name);
            Outcome outcome = folder.outcome(name);
            if (outcome == null) {
                double expected = method.base() != null || rate == 0
                        ? 0
                        : comparison.recipe().images(method) / rate;
                outcome = method != SourceOnly.TYPE
                                && request.steps() == 0
                                && before + expected > 1.1 * request.budgetSeconds()
                        ? new Outcome(
                                null,
                                String.format(
                                        Locale.ROOT,
                                        "no time for it: it would take %.0f s, and %.0f of %d s are over",
                                        expected,
                                        before,
                                        request.budgetSeconds()),
                                before)
                        : train(method, experiment, comparison, before);
                folder.write(name, outcome);
            } else if (outcome.record() != null) {
                listener.skipped(outcome.record());
            }
            if (method.base() == null && outcome.record() != null) {
                rate = comparison.recipe().images(method) / (outcome.elapsedSeconds() - before);
            }
            before = outcome.elapsedSeconds();
            trained.add(trained(name, outcome, begun));
        }
        return trained;
    }

    private Outcome train(MethodType<?> method, Experiment experiment, Comparison comparison, double before) {
        long from = System.nanoTime();
        folder.make(folder.candidate(method.name()));
        RunRecord record;
        try {
            record = method.base() != null && comparison.methods().contains(method.base())
                    ? refined(method, experiment, comparison)
                    : trainedAlone(method, experiment, comparison);
        } catch (TrainingException e) {
            if (method == SourceOnly.TYPE) {
                throw e;
            }
            notes.accept(Objects.requireNonNullElse(e.getMessage(), "") + "; it is left out");
            return new Outcome(null, "its training diverged", before + (System.nanoTime() - from) / 1e9);
        }
        return new Outcome(record, null, before + (System.nanoTime() - from) / 1e9);
    }

    private RunRecord trainedAlone(MethodType<?> method, Experiment experiment, Comparison comparison) {
        try (TrainedRun run = experiment.train(method, request.seed())) {
            write(run, experiment.pair(), comparison);
            return run.record();
        }
    }

    /** Refines the network that the base of a method has left, instead of training it again. */
    private RunRecord refined(MethodType<?> method, Experiment experiment, Comparison comparison) {
        String base = Objects.requireNonNull(method.base()).name();
        RunRecord record = Objects.requireNonNull(
                Objects.requireNonNull(folder.outcome(base)).record());
        try (SavedModel saved = SavedModel.of(folder.candidate(base))) {
            TrainedRun trained = new TrainedRun(saved.network(), Domain.TARGET, record);
            RunRecord refined = experiment.refine(method, trained);
            write(new TrainedRun(saved.network(), Domain.TARGET, refined), experiment.pair(), comparison);
            return refined;
        }
    }

    private void write(TrainedRun run, DomainPair pair, Comparison comparison) {
        SavedModel.write(
                folder.candidate(run.record().method()).resolve(SavedModel.FILE),
                run.network(),
                run.card(pair, comparison.source(), comparison.target()),
                pair.trainingExamples());
    }

    private Trained trained(String name, Outcome outcome, Begun begun) {
        if (outcome.record() == null) {
            return new Trained(name, 0, outcome.failure(), null, null);
        }
        try (SavedModel saved = SavedModel.of(folder.candidate(name));
                ExampleSet source = data.keptSource();
                ExampleSet target = data.keptTarget()) {
            return new Trained(
                    name,
                    outcome.record().seconds(),
                    null,
                    outcome.record(),
                    saved.outputs(source, target, HeldOut.MOST, begun.settings().precision()));
        }
    }

    private double elapsed(double before) {
        return before + (System.nanoTime() - start) / 1e9;
    }
}

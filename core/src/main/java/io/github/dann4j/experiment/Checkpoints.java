package io.github.dann4j.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.experiment.CheckpointFiles.Finished;
import io.github.dann4j.experiment.CheckpointFiles.State;
import io.github.dann4j.experiment.CheckpointPlan.Interval;
import io.github.dann4j.experiment.CheckpointPlan.OnNan;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.TrainingException;
import io.github.dann4j.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps on disk what a run needs to resume after its process ends: states of the current training, and the results of
 * completed trainings. A resumed run ends as if it had never stopped: with the same weights, and the same values except
 * for times.
 */
public final class Checkpoints {
    /** At least this much work is worth a checkpoint before a phase starts that cannot be checkpointed. */
    private static final long WORTH_KEEPING = TimeUnit.SECONDS.toNanos(30);

    private static final int MOST_ROLLBACKS = 3;
    private static final int ANCHORS = 2;

    private final @Nullable Run run;
    private final Replicas replicas;
    private final Map<String, Finished> finished = new HashMap<>();
    private long keptAt = System.nanoTime();
    private LogMarks atStart = LogMarks.NONE;

    /** Where the checkpoints of a run are kept, and how. */
    private record Run(
            CheckpointFiles files,
            Comparison settings,
            CheckpointPlan plan,
            ResumableLog logs,
            Consumer<String> notes) {}

    private Checkpoints(@Nullable Run run, Replicas replicas) {
        this.run = run;
        this.replicas = replicas;
    }

    /** Returns checkpoints that keep nothing. */
    public static Checkpoints none() {
        return new Checkpoints(null, Replicas.NONE);
    }

    /** Returns the checkpoints of a worker that keeps nothing itself: it receives the states of the first worker. */
    public static Checkpoints ofFirst(Replicas replicas) {
        return new Checkpoints(null, replicas);
    }

    /** Like the other method, for a single worker. */
    public static Checkpoints in(
            Path folder, RunSettings settings, CheckpointPlan plan, ResumableLog logs, Consumer<String> notes) {
        return in(folder, settings, plan, logs, notes, Replicas.NONE);
    }

    /**
     * Keeps states in the folder {@code checkpoints} of a run's folder, and resumes from those that exist.
     *
     * @param logs the recorder of the same run, whose files continue where they were
     * @param notes receives one-line notes for the user: that a file is damaged, and what is done instead
     * @param replicas the workers, of which this is the first: the others resume from the same states
     */
    public static Checkpoints in(
            Path folder,
            RunSettings settings,
            CheckpointPlan plan,
            ResumableLog logs,
            Consumer<String> notes,
            Replicas replicas) {
        CheckpointFiles files =
                new CheckpointFiles(folder, RunJson.line(settings).strip());
        files.prepare();
        Checkpoints checkpoints = new Checkpoints(new Run(files, settings.comparison(), plan, logs, notes), replicas);
        checkpoints.findFinished(files, notes);
        return checkpoints;
    }

    private void findFinished(CheckpointFiles files, Consumer<String> notes) {
        for (MethodType<?> method : Methods.all()) {
            for (long seed : required().settings().seeds()) {
                try {
                    Finished done = files.finished(method.name(), seed);
                    if (done != null) {
                        finished.put(key(method, seed), done);
                    }
                } catch (ModelException e) {
                    notes.accept(String.format(
                            Locale.ROOT, "%s; %s, seed %d is trained again", e.getMessage(), method, seed));
                }
            }
        }
        long metrics = finished.values().stream()
                .mapToLong(done -> done.logs().metrics())
                .max()
                .orElse(0);
        if (metrics > 0) {
            resumeAt(new LogMarks(metrics, 0));
        }
    }

    private static String key(MethodType<?> method, long seed) {
        return method.name() + seed;
    }

    private Run required() {
        if (run == null) {
            throw new IllegalStateException("no checkpoints are kept");
        }
        return run;
    }

    private void resumeAt(LogMarks marks) {
        ResumableLog logs = required().logs();
        if (logs.metrics().toFile().length() < marks.metrics()) {
            required()
                    .notes()
                    .accept("%s is shorter than it was; some of its lines are lost".formatted(logs.metrics()));
        }
        logs.resumeAt(marks);
    }

    /** Returns the record of a completed training; null if it is not completed, or if nothing is kept. */
    @Nullable
    RunRecord finished(MethodType<?> method, long seed) {
        Finished done = ofFirst("what is done", Finished.class, () -> finished.get(key(method, seed)));
        return done == null ? null : done.record();
    }

    /** Returns the value of the first worker; null if it has none. */
    private <T> @Nullable T ofFirst(String name, Class<T> type, Supplier<@Nullable T> own) {
        if (!replicas.workers().share().isPartial()) {
            return own.get();
        }
        String text = replicas.workers().fromFirst(name, () -> RunJson.line(own.get()));
        try {
            return RunJson.readOrNull(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("workers of one version understand each other", e);
        }
    }

    /** Returns the state of the first worker, with a copy of its file. */
    private @Nullable State ofFirst(Supplier<@Nullable State> own) {
        State[] found = new State[1];
        TrainingProgress progress = ofFirst("where to resume", TrainingProgress.class, () -> {
            found[0] = own.get();
            return found[0] == null ? null : found[0].progress();
        });
        if (progress == null || !replicas.workers().share().isPartial()) {
            return found[0];
        }
        return new State(FileCopies.ofFirst(found[0] == null ? null : found[0].file(), replicas.workers()), progress);
    }

    /** Returns a completed training with its network; null if it is not completed, or if its network is not kept. */
    @Nullable
    TrainedRun trained(MethodType<?> method, long seed, NetworkSpec spec) {
        Finished done = ofFirst("what is done", Finished.class, () -> finished.get(key(method, seed)));
        if (done == null || done.targetStatistics() == null) {
            return null;
        }
        Network network = new Network(spec, 0, replicas);
        try {
            if (run != null) {
                run.files().restore(method.name(), seed, network);
            }
            network.broadcastFromFirst();
            return new TrainedRun(network, done.targetStatistics(), done.record());
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * Returns the newest intact state of a training to resume from; null if there is none, so that the training starts.
     */
    @Nullable
    State latest(MethodType<?> method, long seed) {
        return ofFirst(() -> ownLatest(method, seed));
    }

    private @Nullable State ownLatest(MethodType<?> method, long seed) {
        if (run == null) {
            return null;
        }
        keptAt = System.nanoTime();
        atStart = run.logs().marks();
        State found = null;
        Path damaged = null;
        for (Path file : run.files().states(method.name(), seed)) {
            if (found == null) {
                try {
                    found = run.files().state(file);
                } catch (ModelException e) {
                    damaged = file;
                    run.notes().accept(e.getMessage());
                }
            }
        }
        if (damaged != null) {
            run.notes()
                    .accept(String.format(
                            Locale.ROOT,
                            "%s, seed %d resumes from %s",
                            method,
                            seed,
                            found == null
                                    ? "its start"
                                    : "the earlier step " + found.progress().done()));
        }
        if (found != null) {
            LogMarks marks = found.progress().logs();
            resumeAt(new LogMarks(Math.max(marks.metrics(), atStart.metrics()), marks.events()));
        }
        return found;
    }

    /** Whether a training's state should be kept now. */
    boolean isDue(int done) {
        if (run == null) {
            return false;
        }
        Interval every = run.plan().every();
        boolean due = every instanceof Interval.Steps steps
                ? done % steps.steps() == 0
                : every instanceof Interval.Time time
                        && System.nanoTime() - keptAt >= time.time().toNanos();
        return due || isAnchor(done);
    }

    /**
     * Whether training returns to this state after a rollback: always the same states, so that its numbers do not depend
     * on the clock.
     */
    private boolean isAnchor(int done) {
        return run != null
                && run.plan().onNan() == OnNan.BACK
                && LearningCurve.isPoint(done - 1, run.settings().recipe().steps());
    }

    /** Whether enough was done since the last checkpoint to keep one before a phase that cannot be checkpointed. */
    boolean isWorthKeeping() {
        return run != null && System.nanoTime() - keptAt >= WORTH_KEEPING;
    }

    /** Whether anything is kept at all. */
    boolean areKept() {
        return run != null;
    }

    /** The current positions in the logs, which are flushed to disk. */
    LogMarks marks() {
        return required().logs().marks();
    }

    /**
     * Keeps a state and deletes the oldest ones.
     *
     * @throws TrainingException if a weight is not finite
     * @throws io.github.dann4j.files.FileException if it cannot be written; the earlier ones are untouched
     */
    void keep(TrainingProgress progress, Learner learner) {
        try {
            TrainingState.requireFinite(learner, progress.done());
        } catch (TrainingException e) {
            if (replicas.workers().share().isPartial()) {
                return; // the next loss will not be finite for any worker, so all of them stop there together
            }
            throw e;
        }
        required().files().write(progress, learner);
        prune(progress.method(), progress.seed());
        keptAt = System.nanoTime();
    }

    private void prune(String method, long seed) {
        List<Path> states = required().files().states(method, seed);
        int anchors = 0;
        for (int i = 0; i < states.size(); i++) {
            boolean isAnchor = isAnchor(CheckpointFiles.done(states.get(i)));
            anchors += isAnchor ? 1 : 0;
            if (i >= required().plan().keep() && !(isAnchor && anchors <= ANCHORS)) {
                CheckpointFiles.delete(states.get(i));
            }
        }
    }

    /**
     * Decides what follows after a training has diverged.
     *
     * @param rollbacks earlier rollbacks of the training
     * @return the state to return to
     * @throws TrainingException if the training does not continue: the divergence, with the place of its last good
     *     state
     */
    Rollback rollback(MethodType<?> method, long seed, TrainingException divergence, List<Rollback> rollbacks) {
        TrainingException[] stop = {divergence};
        Rollback back = ofFirst("whether to go back", Rollback.class, () -> {
            try {
                return ownRollback(method, seed, divergence, rollbacks);
            } catch (TrainingException e) {
                stop[0] = e;
                return null;
            }
        });
        if (back == null) {
            throw stop[0];
        }
        return back;
    }

    private Rollback ownRollback(
            MethodType<?> method, long seed, TrainingException divergence, List<Rollback> rollbacks) {
        if (run == null) {
            throw divergence;
        }
        List<Path> states = run.files().states(method.name(), seed);
        if (run.plan().onNan() == OnNan.STOP) {
            throw states.isEmpty()
                    ? divergence
                    : new TrainingException(
                            String.format(
                                    Locale.ROOT,
                                    "%s; its last good state, at step %d, is in %s",
                                    divergence.getMessage(),
                                    CheckpointFiles.done(states.get(0)),
                                    states.get(0)),
                            divergence);
        }
        if (rollbacks.size() == MOST_ROLLBACKS) {
            throw new TrainingException(
                    String.format(
                            Locale.ROOT,
                            "%s; it already returned to an earlier state %d times",
                            divergence.getMessage(),
                            MOST_ROLLBACKS),
                    divergence);
        }
        int backTo = backTo(states, rollbacks);
        for (Path file : states) {
            if (CheckpointFiles.done(file) > backTo) {
                CheckpointFiles.delete(file); // on the way into the divergence
            }
        }
        return new Rollback(divergence.step() + 1, backTo, Rollback.factor(rollbacks) / 2);
    }

    /**
     * Steps of the state to return to: those of the newest anchor; the second time those of the anchor before it,
     * because weights may be far off in the newest one already; the last time the start.
     */
    private int backTo(List<Path> states, List<Rollback> rollbacks) {
        return rollbacks.size() == MOST_ROLLBACKS - 1
                ? 0
                : states.stream()
                        .map(CheckpointFiles::done)
                        .filter(this::isAnchor)
                        .skip(rollbacks.size())
                        .findFirst()
                        .orElse(0);
    }

    /**
     * Returns the state to resume from after a rollback, with all logs set to it; null for the start of the training.
     */
    @Nullable
    State before(MethodType<?> method, long seed, Rollback rollback) {
        return ofFirst(() -> ownBefore(method, seed, rollback));
    }

    private @Nullable State ownBefore(MethodType<?> method, long seed, Rollback rollback) {
        if (rollback.backTo() == 0) {
            resumeAt(new LogMarks(atStart.metrics(), 0));
            return null;
        }
        State state = required()
                .files()
                .state(required().files().states(method.name(), seed).get(0));
        resumeAt(state.progress().logs());
        return state;
    }

    /** Keeps the results of a completed training and deletes its states. */
    void finish(RunRecord record, @Nullable Network network, @Nullable Domain targetStatistics) {
        if (run == null) {
            return;
        }
        MethodType<?> method = Methods.of(record.method());
        boolean needed = network != null && needsNetwork(method, record.seed());
        Finished done = new Finished(record, needed ? targetStatistics : null, marks());
        run.files().write(done, needed ? network : null);
        finished.put(key(method, record.seed()), done);
        run.files().states(record.method(), record.seed()).forEach(CheckpointFiles::delete);
    }

    /**
     * Whether the network is needed later: a report shows some networks of the first seed, and some methods refine
     * another one's.
     */
    private boolean needsNetwork(MethodType<?> method, long seed) {
        Comparison settings = required().settings();
        return !settings.refinementsOf(method).isEmpty()
                || (seed == settings.seeds().get(0)
                        && Comparison.shown(settings.methods()).contains(method));
    }

    /** Deletes all checkpoints: the run has ended, and all its results are written. */
    public void delete() {
        if (run != null) {
            try (Stream<Path> all = Files.walk(run.files().folder())) {
                all.sorted(Comparator.reverseOrder()).forEach(CheckpointFiles::delete);
            } catch (IOException e) {
                // Leftovers take up space, but do no other harm.
            }
        }
    }
}

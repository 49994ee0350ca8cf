package io.github.dann4j.app.cli.train;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.distribute.WorkerException;
import io.github.dann4j.distribute.WorkerGroup;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.CheckpointPlan.OnNan;
import io.github.dann4j.experiment.Checkpoints;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.run.KeptPoints;
import io.github.dann4j.run.RunDirectory;
import io.github.dann4j.run.RunFolder;
import io.github.dann4j.run.RunRecorder;
import io.github.dann4j.snapshot.ReportSnapshots;
import io.github.dann4j.train.TrainingException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Does the trainings of a run in its folder, with progress, logs and checkpoints. Its error messages say how to resume.
 */
final class RunInFolder {
    private final CommandSpec command;
    private final RunFolder folder;
    private final DomainPair pair;
    private final @Nullable WorkerGroup group;
    private final boolean quiet;
    private final CheckpointPlan plan;
    private final int points;
    private final boolean withTensorBoard;
    private final Replicas replicas;
    private @Nullable Checkpoints checkpoints;

    /**
     * @param options of the run and their values
     * @param group of workers; null if this process works alone
     */
    RunInFolder(
            CommandSpec command,
            RunFolder folder,
            Map<String, String> options,
            DomainPair pair,
            @Nullable WorkerGroup group,
            boolean quiet) {
        this.command = command;
        this.folder = folder;
        this.pair = pair;
        this.group = group;
        this.quiet = quiet;
        this.plan = RunOptions.plan(options);
        this.points = RunOptions.points(options);
        this.withTensorBoard = Boolean.parseBoolean(options.get("tensorboard"));
        this.replicas =
                WorkerOptions.replicas(group, options.getOrDefault(WorkerOptions.BATCH_NORM, WorkerOptions.SYNC));
    }

    /** Does the work and writes {@code results.json}. */
    ComparisonRecord train(TrainingRun.Work work, ReportSnapshots snapshots) {
        RunDirectory directory = folder.directory();
        RunSettings run = folder.file().settings();
        Comparison settings = run.comparison();
        ComparisonRecord record;
        try (Progress progress = Progress.to(command.commandLine().getErr(), quiet, settings);
                RunRecorder recorder = RunRecorder.kept(directory, settings, pair, withTensorBoard)) {
            checkpoints = Checkpoints.in(
                    directory.checkpoints(),
                    run,
                    plan,
                    recorder,
                    note -> CommonOptions.tell(List.of(note), command),
                    replicas);
            Experiment experiment = new Experiment(
                    pair,
                    settings.recipe(),
                    run.precision(),
                    listener(progress, recorder, settings),
                    checkpoints,
                    replicas,
                    settings.from());
            record = work.run(settings, experiment, snapshots, directory);
            if (group != null) {
                group.close(); // the others need not wait for the report
            }
        } catch (WorkerException e) {
            throw new WorkerException("%s; resume with all workers: %s".formatted(e.getMessage(), resumption()), e);
        } catch (CancellationException e) {
            throw new CancellationException("%s; resume with: %s".formatted(e.getMessage(), resumption()));
        } catch (TrainingException e) {
            throw plan.onNan() == OnNan.BACK
                    ? e
                    : new TrainingException(
                            "%s; or go back to an earlier checkpoint with half the learning rate: %s --on-nan back"
                                    .formatted(e.getMessage(), resumption()),
                            e);
        }
        directory.write(record);
        return record;
    }

    private ExperimentListener listener(Progress progress, RunRecorder recorder, Comparison settings) {
        ExperimentListener usual = ExperimentListener.both(progress, recorder);
        return points == 0
                ? usual
                : ExperimentListener.both(usual, new KeptPoints(folder.directory(), settings, pair, points));
    }

    private String resumption() {
        return "dann4j %s --resume %s"
                .formatted(command.name(), folder.directory().folder());
    }

    /** Marks the run as ended: deletes its checkpoints, so it can no longer be resumed. */
    void end() {
        if (checkpoints != null) {
            checkpoints.delete();
        }
        folder.ended();
    }
}

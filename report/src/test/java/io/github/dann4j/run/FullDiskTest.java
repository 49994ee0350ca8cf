package io.github.dann4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.CheckpointPlan.Interval;
import io.github.dann4j.experiment.CheckpointPlan.OnNan;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.files.FileException;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.snapshot.ReportSnapshots;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Terms;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses a small file system in memory that really becomes full. Mounting it needs a privilege; skipped without it. */
class FullDiskTest {
    static {
        Threads.use(1);
    }

    private static final Comparison SETTINGS = ResumedRuns.comparison(
            ResumedRuns.recipe(new OptimizerSettings.Adam(0.5, 0.999, 0)),
            List.of(SourceOnly.TYPE, Dann.TYPE),
            List.of(3L));

    @TempDir
    private Path temp;

    private Path disk;
    private RunDirectory directory;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(temp.resolve("disk"));
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && command("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()) == 0,
                "no small file system can be mounted here");
        directory = new RunDirectory(disk.resolve("run"));
    }

    @AfterEach
    void unmount() throws Exception {
        command("umount", "-l", disk.toString());
    }

    private static int command(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void aDiskThatFillsDuringACheckpoint_leavesTheEarlierOne() throws IOException {
        fillsBehindUpdate(20, new Interval.Steps(5), "checkpoints");
    }

    @Test
    void aDiskThatFillsDuringMetrics_leavesTheEarlierCheckpoint() throws IOException {
        fillsBehindUpdate(61, new Interval.Steps(1000), "");
    }

    @Test
    void aDiskThatFillsBeforeTheResults_losesNoTraining() throws IOException {
        ComparisonRecord record = run(ExperimentListener.SILENT, new Interval.Steps(1000));
        fill();
        assertThatExceptionOfType(FileException.class)
                .isThrownBy(() -> directory.write(record))
                .withMessageContaining("results.json")
                .withMessageContaining("No space left on device");
        Files.delete(filler());

        assertThat(directory.results()).doesNotExist();
        List<String> done = new ArrayList<>();
        ComparisonRecord again = run(
                new ExperimentListener() {
                    @Override
                    public void skipped(RunRecord one) {
                        done.add(one.method());
                    }
                },
                new Interval.Steps(1000));
        directory.write(again);
        assertThat(done).containsExactly("source-only", "dann");
        assertThat(ResumedRuns.timeless(again)).isEqualTo(ResumedRuns.timeless(record));
    }

    private void fillsBehindUpdate(int updates, Interval every, String where) throws IOException {
        RunDirectory elsewhere = new RunDirectory(temp.resolve("elsewhere"));
        ComparisonRecord unbroken = ResumedRuns.run(
                SETTINGS, elsewhere, plan(every), ExperimentListener.SILENT, ReportSnapshots.none(), new ArrayList<>());
        int[] left = {updates};
        ExperimentListener filling = new ExperimentListener() {
            @Override
            public void updated(StepContext context, Terms losses, long images) {
                if (--left[0] == 0) {
                    fill();
                }
            }
        };
        assertThatExceptionOfType(FileException.class)
                .isThrownBy(() -> run(filling, every))
                .withMessageContaining(directory.folder().resolve(where).toString())
                .withMessageContaining("No space left on device");
        Files.delete(filler());

        assertThat(ResumedRuns.timeless(run(ExperimentListener.SILENT, every)))
                .isEqualTo(ResumedRuns.timeless(unbroken));
        assertThat(ResumedRuns.metrics(directory)).isEqualTo(ResumedRuns.metrics(elsewhere));
    }

    private ComparisonRecord run(ExperimentListener listener, Interval every) {
        List<String> notes = new ArrayList<>();
        ComparisonRecord record =
                ResumedRuns.run(SETTINGS, directory, plan(every), listener, ReportSnapshots.none(), notes);
        assertThat(notes).isEmpty();
        return record;
    }

    private static CheckpointPlan plan(Interval every) {
        return new CheckpointPlan(every, 2, OnNan.STOP);
    }

    private Path filler() {
        return disk.resolve("filler");
    }

    private void fill() {
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            // full
        }
    }
}

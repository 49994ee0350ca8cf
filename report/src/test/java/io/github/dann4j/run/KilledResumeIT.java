package io.github.dann4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.CheckpointPlan.Interval;
import io.github.dann4j.experiment.CheckpointPlan.OnNan;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.model.Network;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.snapshot.ReportSnapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a run (SIGKILL on POSIX) at random moments and resumes it each time. {@code -Ddann4j.kills=N} sets how often.
 */
class KilledResumeIT {
    private static final int KILLS = Integer.getInteger("dann4j.kills", 4);
    private static final int PATIENCE_SECONDS = 300;
    private static final int MOST_MILLIS = 600;
    private static final Recipe RECIPE = ResumedRuns.recipe(new OptimizerSettings.Adam(0.5, 0.999, 0));
    private static final Comparison SETTINGS =
            ResumedRuns.comparison(RECIPE, List.of(SourceOnly.TYPE, AdaBn.TYPE, Dann.TYPE), List.of(3L));

    @TempDir
    private Path temp;

    /** The process that is killed: a comparison that saves its state after every step. */
    static final class Run {
        private Run() {}

        public static void main(String[] args) throws IOException {
            Threads.use(1);
            Path folder = Path.of(args[0]);
            ExperimentListener sign = new ExperimentListener() {
                @Override
                public void started(MethodType<?> method, long seed, int steps) {
                    System.out.println("started");
                }

                @Override
                public void skipped(RunRecord record) {
                    System.out.println("skipped");
                }
            };
            ComparisonRecord record = ResumedRuns.run(
                    SETTINGS,
                    new RunDirectory(folder),
                    new CheckpointPlan(new Interval.Steps(1), 2, OnNan.STOP),
                    sign,
                    ReportSnapshots.none(),
                    new ArrayList<>());
            Files.writeString(folder.resolve("record"), ResumedRuns.timeless(record), StandardCharsets.UTF_8);
        }
    }

    /** Returns everything that must be the same. */
    private record Outcome(String record, List<String> metrics, Map<String, List<Float>> weights) {}

    @Test
    void aRunKilledAgainAndAgain_endsAsIfItNeverStopped() throws Exception {
        Path unbroken = temp.resolve("unbroken");
        Process whole = start(unbroken);
        assertThat(whole.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(whole.exitValue()).as(output(unbroken)).isZero();
        Outcome expected = outcome(unbroken);

        Random random = new Random(KILLS);
        int kills = 0;
        int amidAWrite = 0;
        int runs = 0;
        while (kills < KILLS) {
            Path broken = temp.resolve("broken" + runs++);
            while (true) {
                Process process = start(broken);
                awaitSign(process, broken);
                boolean ended = process.waitFor(
                        kills < KILLS ? random.nextInt(MOST_MILLIS) : 1000L * PATIENCE_SECONDS, TimeUnit.MILLISECONDS);
                if (ended) {
                    assertThat(process.exitValue()).as(output(broken)).isZero();
                    break;
                }
                process.destroyForcibly().waitFor();
                kills++;
                amidAWrite += hasLeftover(broken) ? 1 : 0;
            }
            assertThat(outcome(broken)).isEqualTo(expected);
        }
        System.out.printf(
                "killed %d times in %d runs, %d times while a file was being written%n", kills, runs, amidAWrite);
    }

    private static Process start(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path output = folder.resolve("output");
        Files.deleteIfExists(output);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Run.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static void awaitSign(Process process, Path folder) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            String output = output(folder);
            if (output.contains("started") || output.contains("skipped")) {
                return;
            }
            Thread.sleep(5);
        }
        assertThat(process.isAlive() || process.exitValue() == 0)
                .as(output(folder))
                .isTrue();
    }

    private static String output(Path folder) throws IOException {
        return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
    }

    private static boolean hasLeftover(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(".tmp"));
        }
    }

    private static Outcome outcome(Path folder) throws IOException {
        RunDirectory directory = new RunDirectory(folder);
        Map<String, List<Float>> weights = new LinkedHashMap<>();
        for (MethodType<?> method : List.of(SourceOnly.TYPE, Dann.TYPE)) {
            try (Network network = new Network(RECIPE.network(), 0)) {
                ResumedRuns.files(directory, SETTINGS).restore(method.name(), 3, network);
                ResumedRuns.state(network).forEach((name, values) -> weights.put(method + name, values));
            }
        }
        return new Outcome(Files.readString(folder.resolve("record")), ResumedRuns.metrics(directory), weights);
    }
}

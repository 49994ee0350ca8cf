package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that trains in several processes and is ended by a signal. */
class ParallelSweepIT {
    private static final int MOST_SECONDS = 180;
    private static final int SIGTERM = 143;

    @TempDir
    private Path temp;

    private TinySets sets;

    @BeforeEach
    void makeSets() throws IOException {
        sets = new TinySets(temp.resolve("data"));
    }

    private List<String> arguments(Path out, int steps, String... more) {
        List<String> all = new ArrayList<>(List.of("sweep", "--source", "mnist", "--target", "mnist-m"));
        all.addAll(List.of("--data", sets.folder().toString(), "--out", out.toString(), "--preset", "demo"));
        all.addAll(List.of("--threads", "1", "--precision", "fp32", "--method", "source-only"));
        all.addAll(List.of("--steps", Integer.toString(steps), "--set", "batchSize=8,12,16"));
        all.addAll(List.of(more));
        return all;
    }

    /** Starts a sweep of long trainings, and returns once the first two of them train. */
    private Process started(Path out, int steps) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(WorkerProcesses.dann4j());
        command.addAll(arguments(out, steps, "--parallel", "2"));
        Path log = temp.resolve("log.txt");
        Process sweep = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!Files.readString(log).contains("trial 1: source-only, seed 0: step")
                || !Files.readString(log).contains("trial 2: source-only, seed 0: step")) {
            if (System.nanoTime() > until || !sweep.isAlive()) {
                sweep.descendants().forEach(ProcessHandle::destroyForcibly);
                sweep.destroyForcibly();
                throw new AssertionError("no trainings: " + Files.readString(log));
            }
            Thread.sleep(20);
        }
        return sweep;
    }

    private static void awaitEnd(List<ProcessHandle> trainings) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (trainings.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() > until) {
                trainings.forEach(ProcessHandle::destroyForcibly);
                throw new AssertionError("a training still runs");
            }
            Thread.sleep(20);
        }
    }

    /** The command that continues may come while the trainings of the killed one still stop. */
    @Test
    void killedSweep_takesItsTrainingsWithIt_andContinuesToTheSameBits() throws IOException, InterruptedException {
        Path one = temp.resolve("one");
        Path out = temp.resolve("out");
        int steps = 60;
        Process sweep = started(out, steps);
        List<ProcessHandle> trainings = sweep.descendants().toList();
        assertThat(trainings).hasSize(2);

        sweep.destroyForcibly().waitFor();
        Cli again = Cli.run(arguments(out, steps, "--parallel", "3").toArray(String[]::new));

        awaitEnd(trainings);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(Cli.run(arguments(one, steps).toArray(String[]::new)).code()).isZero();
        assertThat(result(out)).isEqualTo(result(one));
        for (int trial = 1; trial <= 3; trial++) {
            Path model = Path.of("trials", "00" + trial, "model.safetensors");
            assertThat(out.resolve(model)).hasSameBinaryContentAs(one.resolve(model));
        }
    }

    @Test
    void signal_endsAllTrainings_andTheMessageSaysHowToContinue() throws IOException, InterruptedException {
        Path out = temp.resolve("out");
        Process sweep = started(out, 100_000);
        List<ProcessHandle> trainings = sweep.descendants().toList();
        assertThat(trainings).hasSize(2);

        sweep.destroy();

        assertThat(sweep.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(trainings).noneMatch(ProcessHandle::isAlive);
        assertThat(sweep.exitValue()).isEqualTo(SIGTERM);
        assertThat(Files.readString(temp.resolve("log.txt")))
                .contains("the same command continues in " + out)
                .doesNotContain("Exception");
    }

    private static JsonNode result(Path out) throws IOException {
        return SweepCommandTest.withoutTimes(new ObjectMapper().readTree(Files.readString(out.resolve("sweep.json"))));
    }
}

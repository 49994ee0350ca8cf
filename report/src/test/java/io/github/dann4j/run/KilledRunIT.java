package io.github.dann4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.experiment.ComparisonRun;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.snapshot.ReportSnapshots;
import io.github.dann4j.tensorboard.EventFile;
import io.github.dann4j.tensorboard.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed (SIGKILL on POSIX) runs none of its code any more, not even a finally block. */
class KilledRunIT {
    private static final int STEPS = 1900;
    private static final int ENOUGH = 800;
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    private Path temp;

    /** The process that is killed. */
    static final class Training {
        private Training() {}

        public static void main(String[] args) {
            Recipe recipe = RunRecorderTest.RECIPE.withSteps(STEPS);
            Comparison settings =
                    new Comparison("printed", "textured", "quick", recipe, List.of(Dann.TYPE), List.of(0L));
            try (DomainPair pair = new DomainPair(
                            "printed", "textured", recipe, new DataLocation(List.of()), new GeneratedSize(200, 60, 0));
                    RunRecorder recorder = new RunRecorder(new RunDirectory(Path.of(args[0])), settings, pair, true)) {
                Experiment experiment = new Experiment(pair, settings.recipe(), Precision.FP32, recorder);
                new ComparisonRun(settings, experiment, ReportSnapshots.none()).run();
            }
        }
    }

    @Test
    void killedTraining_leavesMetricsAndEventsThatCanBeRead() throws IOException, InterruptedException {
        Path metrics = temp.resolve("metrics.jsonl");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Training.class.getName(),
                        temp.toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("output").toFile())
                .start();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (process.isAlive() && System.nanoTime() < end && lines(metrics) < ENOUGH) {
                Thread.sleep(10);
            }
            assertThat(process.isAlive())
                    .as(Files.readString(temp.resolve("output")))
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }

        String text = Files.readString(metrics);
        List<String> whole = text.substring(0, text.lastIndexOf('\n')).lines().toList();
        assertThat(whole).hasSizeBetween(ENOUGH, STEPS - 1);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(new ObjectMapper().readTree(whole.get(i)).path("step").asInt())
                    .isEqualTo(i + 1);
        }
        Events events = Events.read(temp.resolve("tensorboard/dann-seed0").resolve(EventFile.NAME));
        assertThat(events.values("loss/label")).hasSizeBetween(ENOUGH - 1, STEPS - 1);
        assertThat(events.values("loss/label").get(ENOUGH - 2).step()).isEqualTo(ENOUGH - 1);
        assertThat(events.values("gradients/domain_loss_behind_the_reversal")).isNotEmpty();
        assertThat(events.values("inputs/target")).hasSize(1);
    }

    private static long lines(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readString(file).chars().filter(c -> c == '\n').count()
                : 0;
    }
}

package io.github.dann4j.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The memory of a long run, in a separate JVM whose whole heap is allocated at the start, so that only native memory
 * can grow. {@code -Ddann4j.memorySteps=100000} makes the run longer.
 */
class NativeMemoryIT {
    private static final int EARLY = 500;
    private static final int LATE = Integer.getInteger("dann4j.memorySteps", 5_000);
    private static final int MEGABYTE_IN_KB = 1024;
    private static final Path STATUS = Path.of("/proc/self/status");

    @Test
    void memoryAfterManySteps_isThatAfter500WithinAFewMegabytes(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isReadable(STATUS), "only Linux tells the resident memory of a process in a file");
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx64m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ReservedCodeCacheSize=16m",
                        "-Ddann4j.memorySteps=" + LATE,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Run.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(5L * Math.max(1, LATE / 5_000), TimeUnit.MINUTES);
        process.destroyForcibly();
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0)
                .as(String.join("\n", lines))
                .isTrue();
        String[] kilobytes = lines.get(lines.size() - 1).split(" ");
        long early = Long.parseLong(kilobytes[0]);
        long late = Long.parseLong(kilobytes[1]);
        System.out.printf("memory: %d KB after %d steps, %d KB after %d%n", early, EARLY, late, LATE);
        assertThat(late)
                .as("KB after %d steps; %d after %d", LATE, early, EARLY)
                .isLessThan(early + 4 * MEGABYTE_IN_KB);
    }

    /** The forked program: runs steps of DANN, and prints the resident memory in KB after 500 steps and at the end. */
    static final class Run {
        private Run() {}

        public static void main(String[] arguments) {
            TrainingSettings settings = ToyRuns.settings(LATE, ToyRuns.ADAM, Precision.FP32);
            long[] kilobytes = new long[2];
            try (ToyImages source = ToyImages.noise(30, 2, 0, 1);
                    ToyImages target = ToyImages.noise(42, 2, 50, 2);
                    Network network = new Network(ToyNets.everything(2, Statistics.PER_DOMAIN, 2), 0);
                    Dann dann = ToyRuns.dann(network, settings, 1, Passes.SEPARATE)) {
                BatchPairSampler pairs = new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 0);
                TrainingLoop.run(dann, pairs, LATE, 0, (context, losses) -> {
                    if (context.step() == EARLY - 1) {
                        kilobytes[0] = residentKilobytes();
                    }
                });
            }
            kilobytes[1] = residentKilobytes();
            System.out.println(kilobytes[0] + " " + kilobytes[1]);
        }

        private static long residentKilobytes() {
            try {
                String status = Files.readString(STATUS);
                var resident = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
                if (!resident.find()) {
                    throw new IllegalStateException("no resident memory in " + STATUS + ": " + status);
                }
                return Long.parseLong(resident.group(1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests workers in separate processes. {@code -Ddann4j.workerKills=20} kills a worker 20 times; the default is few,
 * because each start takes seconds.
 *
 * <p>Two hosts are two network namespaces joined by a pair of virtual devices. This needs root and {@code ip}; the
 * tests are skipped without them.
 */
class WorkersIT {
    private static final int KILLS = Integer.getInteger("dann4j.workerKills", 2);
    private static final int TIMEOUT = 4;
    private static final int STEPS = 60;
    private static final List<List<String>> TWO = List.of(List.of(), List.of());

    @TempDir
    private Path temp;

    private TinySets sets;

    @BeforeEach
    void makeSets() throws IOException {
        sets = new TinySets(temp.resolve("data"));
    }

    private List<String> training(Path out) {
        List<String> arguments = new ArrayList<>(List.of(Cli.tiny(
                "train", sets, "--batch", "8", "--no-report", "--checkpoint-every", "5", "--out", out.toString())));
        arguments.set(arguments.indexOf("--steps") + 1, Integer.toString(STEPS));
        return arguments;
    }

    private List<String> resumed(Path out) {
        return List.of(
                "train", "--resume", out.toString(), "--data", sets.folder().toString());
    }

    private WorkerProcesses workers(int timeout, List<String> arguments) throws IOException {
        return new WorkerProcesses(temp.resolve("logs"), TWO, "127.0.0.1", timeout, arguments);
    }

    @Test
    void launch_trainsAndOnlyTheFirstWorkerWritesAndPrints() throws Exception {
        Path out = temp.resolve("launched");
        Path log = temp.resolve("launch.txt");
        List<String> command = new ArrayList<>(WorkerProcesses.dann4j());
        command.addAll(List.of("launch", "--workers", "2", "--"));
        command.addAll(training(out));

        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(log);
        assertThat(process.exitValue()).as(text).isZero();
        assertThat(text.lines().filter(line -> line.startsWith("DANN "))).hasSize(1);
        assertThat(text).doesNotContain("[Gloo]", "worker 1:");
        assertThat(out.resolve("model.safetensors")).exists();
        assertThat(Files.readString(out.resolve("run.json"))).contains("\"workers\" : 2");
        assertThat(Files.readString(out.resolve("metrics.jsonl")))
                .contains("\"exchange\":{\"seconds\":", "\"skewSeconds\":");
        assertThat(Files.readString(out.resolve("results.json"))).contains("\"exchange\" : {", "\"workers\" : 2");
    }

    /** All methods one after the other; the first worker keeps the data for its report. */
    @Test
    void comparison_ofSeveralWorkers_hasAllMethodsAndItsReport() throws Exception {
        Path out = temp.resolve("compared");
        List<String> arguments = new ArrayList<>(
                List.of(Cli.tiny("compare", sets, "--batch", "8", "--seeds", "0,1", "--out", out.toString())));
        try (WorkerProcesses both = workers(30, arguments)) {
            assertThat(both.await()).as(both.log(0) + both.log(1)).containsExactly(0, 0);
        }

        JsonNode results =
                new ObjectMapper().readTree(out.resolve("results.json").toFile());
        assertThat(results.path("rows").findValuesAsText("method"))
                .containsExactly("source-only", "adabn", "dann", "dann-pl", "target-only");
        assertThat(results.path("runs"))
                .hasSize(10)
                .allSatisfy(run ->
                        assertThat(run.path("exchange").path("workers").asInt()).isEqualTo(2));
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("2 workers, DANN, seed 1", "exchanges in", "launch --workers 2 -- compare");
    }

    @Test
    void workersOfOtherOptions_areRefusedByNameOnEveryRank() throws Exception {
        Path log = temp.resolve("logs");
        List<String> other = training(temp.resolve("out"));
        try (WorkerProcesses alone = new WorkerProcesses(
                log, List.of(List.of(), List.of("env", "DANN4J_WORKER_TIMEOUT=0")), "127.0.0.1", 8, other)) {
            assertThat(alone.await()).containsExactly(1, 2); // the second one cannot start, so it never joins
            assertThat(alone.errors(0)).singleElement().asString().contains("1 of 2 workers joined", "missing: rank 1");
            assertThat(alone.errors(1)).singleElement().asString().contains("DANN4J_WORKER_TIMEOUT must be");
        }
    }

    /**
     * Kills either worker by SIGKILL at random moments of the training. All workers then resume, and end as if nothing
     * had happened.
     */
    @Test
    void killedWorker_endsAllWithOneLine_andTheResumedRunEndsAsTheUnbrokenOne() throws Exception {
        Path unbroken = temp.resolve("unbroken");
        try (WorkerProcesses both = workers(60, training(unbroken))) {
            assertThat(both.await()).as(both.log(0) + both.log(1)).containsExactly(0, 0);
        }
        Path out = temp.resolve("out");
        Random random = new Random(20260704);
        int killed = 0;
        boolean ended = false;
        for (int trial = 0; killed < KILLS || !ended; trial++) {
            boolean kill = killed < KILLS;
            if (ended) { // the run ended before the kill: start another one
                out = temp.resolve("out" + trial);
            }
            Path metrics = out.resolve("metrics.jsonl");
            int before = Files.exists(metrics)
                    ? (int) Files.readString(metrics).lines().count()
                    : 0;
            try (WorkerProcesses both = workers(60, Files.exists(metrics) ? resumed(out) : training(out))) {
                if (kill) {
                    both.awaitLines(metrics, Math.min(before + 1, STEPS));
                    Thread.sleep(random.nextInt(800));
                    int victim = random.nextInt(2);
                    if (both.isAlive(victim)) {
                        both.kill(victim);
                        long since = System.nanoTime();
                        List<Integer> codes = both.await();
                        int survivor = 1 - victim;
                        if (codes.get(survivor) != 0) { // else the kill came too late to matter
                            killed++;
                            Duration taken = Duration.ofNanos(System.nanoTime() - since);
                            assertThat(codes.get(survivor))
                                    .as(both.log(survivor))
                                    .isEqualTo(1);
                            String error = String.join("\n", both.errors(survivor));
                            assertThat(error)
                                    .as(both.log(survivor))
                                    .isNotEmpty()
                                    .doesNotContain("\n");
                            // Killed before the workers had met: the others wait as long as for any missing worker.
                            if (error.contains("within 60 s")) {
                                assertThat(error)
                                        .containsAnyOf("missing: rank " + victim, "cannot reach rank " + victim);
                                assertThat(taken).isLessThan(Duration.ofSeconds(60 + 30));
                            } else {
                                assertThat(error)
                                        .contains(
                                                String.format(Locale.ROOT, "worker %d of 2 stops", survivor),
                                                "worker " + victim);
                                assertThat(taken)
                                        .as("a closed connection is noticed long before the timeout of 60 s")
                                        .isLessThan(Duration.ofSeconds(30));
                            }
                        }
                    }
                } else {
                    assertThat(both.await()).as(both.log(0) + both.log(1)).containsExactly(0, 0);
                }
            }
            ended = Files.exists(out.resolve("results.json"));
            if (ended) {
                assertThat(weights(out)).isEqualTo(weights(unbroken));
            }
        }
        assertThat(killed).isEqualTo(KILLS);
    }

    /** A run also resumes with another number of workers, and says that it is not bit-identical. */
    @Test
    void resumedByOneWorkerAlone_saysSo() throws Exception {
        Path out = temp.resolve("out");
        try (WorkerProcesses both = workers(60, training(out))) {
            both.awaitLines(out.resolve("metrics.jsonl"), 12);
            both.kill(1);
            assertThat(both.await().get(0)).isEqualTo(1);
            assertThat(both.errors(0).get(0)).contains("resume with all workers: dann4j train --resume");
        }

        Cli alone = Cli.run(resumed(out).toArray(String[]::new));

        assertThat(alone.code()).as(alone.err()).isZero();
        assertThat(alone.err()).contains("started with workers: 2, and resumes with 1");
        assertThat(out.resolve("model.safetensors")).exists();
    }

    /** Two hosts whose connection is cut in the middle of the training and restored. */
    @Test
    void twoHosts_train_endWhenTheLinkIsCut_andGoOn() throws Exception {
        List<String> made = new ArrayList<>();
        try {
            assumeTrue(hosts(made), "network namespaces cannot be made here: needs root and ip");
            List<List<String>> hosts = List.of(in("a"), in("b"));
            Path unbroken = temp.resolve("unbroken");
            try (WorkerProcesses both =
                    new WorkerProcesses(temp.resolve("logs"), hosts, "10.213.7.1", 30, training(unbroken))) {
                assertThat(both.await()).as(both.log(0) + both.log(1)).containsExactly(0, 0);
            }
            Path out = temp.resolve("out");
            try (WorkerProcesses both =
                    new WorkerProcesses(temp.resolve("logs"), hosts, "10.213.7.1", TIMEOUT, training(out))) {
                both.awaitLines(out.resolve("metrics.jsonl"), 12);
                ip("-n", "d4j-b", "link", "set", "d4jb", "down");
                long since = System.nanoTime();

                assertThat(both.await()).as(both.log(0) + both.log(1)).containsExactly(1, 1);

                assertThat(Duration.ofNanos(System.nanoTime() - since))
                        .as("timeout of %d s, then 5 s for the roll call", TIMEOUT)
                        .isLessThan(Duration.ofSeconds(TIMEOUT + 15));
                for (int rank = 0; rank < 2; rank++) {
                    assertThat(both.errors(rank))
                            .as(both.log(rank))
                            .singleElement()
                            .asString()
                            .contains(String.format(Locale.ROOT, "worker %d of 2 stops", rank), "respond");
                }
            }
            ip("-n", "d4j-b", "link", "set", "d4jb", "up");
            try (WorkerProcesses both =
                    new WorkerProcesses(temp.resolve("logs"), hosts, "10.213.7.1", 30, resumed(out))) {
                assertThat(both.await()).as(both.log(0) + both.log(1)).containsExactly(0, 0);
            }
            assertThat(weights(out)).isEqualTo(weights(unbroken));
        } finally {
            Collections.reverse(made);
            for (String name : made) {
                ip("netns", "del", name);
            }
        }
    }

    /** Returns all tensors of the trained model, without the header, which also contains times. */
    private static byte[] weights(Path out) throws IOException {
        byte[] file = Files.readAllBytes(out.resolve("model.safetensors"));
        int header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return Arrays.copyOfRange(file, Long.BYTES + header, file.length);
    }

    private static List<String> in(String host) {
        return List.of("ip", "netns", "exec", "d4j-" + host);
    }

    /** Creates two joined namespaces with one address each; adds their names to the list. */
    private static boolean hosts(List<String> made) throws InterruptedException {
        for (String host : List.of("d4j-a", "d4j-b")) {
            if (!ip("netns", "add", host)) {
                return false;
            }
            made.add(host);
        }
        return ip("link", "add", "d4ja", "netns", "d4j-a", "type", "veth", "peer", "name", "d4jb", "netns", "d4j-b")
                && ip("-n", "d4j-a", "addr", "add", "10.213.7.1/24", "dev", "d4ja")
                && ip("-n", "d4j-b", "addr", "add", "10.213.7.2/24", "dev", "d4jb")
                && ip("-n", "d4j-a", "link", "set", "d4ja", "up")
                && ip("-n", "d4j-b", "link", "set", "d4jb", "up")
                && ip("-n", "d4j-a", "link", "set", "lo", "up")
                && ip("-n", "d4j-b", "link", "set", "lo", "up");
    }

    private static boolean ip(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

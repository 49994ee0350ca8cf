package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;

class ResumeCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INTERRUPTED = 130;

    /** Values that depend on the time or on the process. */
    private static final Set<String> TIMES = Set.of("seconds", "imagesPerSecond", "secondsPerSeed", "peakRssMiB");

    @TempDir
    private Path temp;

    private TinySets sets;

    @BeforeEach
    void makeSets() throws IOException {
        sets = new TinySets(temp.resolve("data"));
    }

    @Test
    void interruptedComparison_goesOnAsIfItNeverStopped() throws Exception {
        Path unbroken = temp.resolve("unbroken");
        Path out = temp.resolve("out");
        assertThat(Cli.run(compare(unbroken)).code()).isEqualTo(ExitCode.OK);

        Cli first = interrupted(out, 5, compare(out));
        assertThat(first.code()).isEqualTo(INTERRUPTED);
        assertThat(first.err()).contains("interrupted; stopped", "resume with: dann4j compare --resume " + out);
        assertThat(interrupted(out, 15, "compare", "--resume", out.toString(), "--data", data())
                        .code())
                .isEqualTo(INTERRUPTED);
        Cli last = Cli.run("compare", "--resume", out.toString(), "--data", data());

        assertThat(last.code()).as(last.err()).isEqualTo(ExitCode.OK);
        assertThat(last.err()).contains("source-only, seed 0: target accuracy").contains("(already done)");
        assertThat(timeless(Files.readString(out.resolve("results.json"))))
                .isEqualTo(timeless(Files.readString(unbroken.resolve("results.json"))));
        assertThat(metrics(out)).isEqualTo(metrics(unbroken));
        assertThat(Files.readAllBytes(out.resolve("features.gif")))
                .isEqualTo(Files.readAllBytes(unbroken.resolve("features.gif")));
        assertThat(files(out)).isEqualTo(files(unbroken));
        assertThat(out.resolve("checkpoints")).doesNotExist();
        assertThat(JSON.readTree(out.resolve("run.json").toFile()).path("resumed"))
                .hasSize(2);
    }

    @Test
    void interruptedTraining_endsInTheSameModel() throws Exception {
        Path unbroken = temp.resolve("unbroken");
        Path out = temp.resolve("out");
        assertThat(Cli.run(train(unbroken)).code()).isEqualTo(ExitCode.OK);

        assertThat(interrupted(out, 7, train(out)).code()).isEqualTo(INTERRUPTED);
        Cli last = Cli.run("train", "--resume", out.toString(), "--data", data(), "--quiet");

        assertThat(last.code()).as(last.err()).isEqualTo(ExitCode.OK);
        assertThat(Files.readAllBytes(out.resolve("model.safetensors")))
                .isEqualTo(Files.readAllBytes(unbroken.resolve("model.safetensors")));
        Cli again = Cli.run("train", "--resume", out.toString(), "--data", data());
        assertThat(again.code()).isEqualTo(ExitCode.OK);
        assertThat(again.out()).contains("has ended");
    }

    /** A killed process writes no checkpoint at its end: the newest one is deleted, so steps and points are made again. */
    @Test
    void killedTraining_hasTheSamePoints_andTheLastIsTheModel() throws Exception {
        Path unbroken = temp.resolve("unbroken");
        Path out = temp.resolve("out");
        assertThat(Cli.run(withPoints(unbroken)).code()).isEqualTo(ExitCode.OK);

        assertThat(interrupted(out, 9, withPoints(out)).code()).isEqualTo(INTERRUPTED);
        try (Stream<Path> states = Files.list(out.resolve("checkpoints"))) {
            Files.delete(states.max(Comparator.naturalOrder()).orElseThrow());
        }
        Files.write(out.resolve("points/.half.safetensors." + UUID.randomUUID() + ".tmp"), new byte[] {1});
        Cli other = Cli.run("train", "--resume", out.toString(), "--data", data(), "--keep-points", "5");
        assertThat(other.err()).contains("was started with --keep-points 4, got --keep-points 5");
        Cli last = Cli.run("train", "--resume", out.toString(), "--data", data(), "--quiet", "--no-report");

        assertThat(last.code()).as(last.err()).isEqualTo(ExitCode.OK);
        List<String> points = files(unbroken.resolve("points"));
        assertThat(points)
                .containsExactly(
                        "",
                        "dann-pl-seed2-000000003.safetensors",
                        "dann-pl-seed2-000000005.safetensors",
                        "dann-pl-seed2-000000008.safetensors",
                        "dann-pl-seed2-000000010.safetensors");
        assertThat(files(out.resolve("points"))).isEqualTo(points);
        for (String point : points.subList(1, points.size())) {
            assertThat(out.resolve("points").resolve(point))
                    .as(point)
                    .hasSameBinaryContentAs(unbroken.resolve("points").resolve(point));
        }
        assertThat(out.resolve("points").resolve(points.get(4)))
                .hasSameBinaryContentAs(out.resolve("model.safetensors"));
        assertThat(Files.mismatch(
                        out.resolve("points").resolve(points.get(1)),
                        out.resolve("points").resolve(points.get(2))))
                .isNotNegative();
    }

    private String[] withPoints(Path out) {
        return tiny("train", out, "--seed", "2", "--keep-points", "4", "--no-report");
    }

    @Test
    void otherSettings_areRefusedByName() throws Exception {
        Path out = temp.resolve("out");
        assertThat(interrupted(out, 3, train(out)).code()).isEqualTo(INTERRUPTED);

        Cli otherBatch = Cli.run("train", "--resume", out.toString(), "--data", data(), "--batch", "16");
        assertThat(otherBatch.code()).isEqualTo(ExitCode.USAGE);
        assertThat(otherBatch.err()).contains("started with --batch 8, got --batch 16");
        Cli sameBatch = Cli.run("train", "--resume", out.toString(), "--batch", "8", "--out", out.toString());
        assertThat(sameBatch.code()).isEqualTo(ExitCode.USAGE);
        assertThat(sameBatch.err()).contains("remove --out");
        Cli otherVerb = Cli.run("compare", "--resume", out.toString());
        assertThat(otherVerb.code()).isEqualTo(ExitCode.USAGE);
        assertThat(otherVerb.err()).contains("contains a run of train");

        TinySets other = new TinySets(temp.resolve("other"));
        other.write("mnist/train-images-idx3-ubyte.gz", TinySets.images(TinySets.TRAIN - 2, 28, 1));
        other.write("mnist/train-labels-idx1-ubyte.gz", TinySets.labels(TinySets.TRAIN - 2));
        Cli otherData = Cli.run(
                "train", "--resume", out.toString(), "--data", other.folder().toString());
        assertThat(otherData.code()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(otherData.err()).contains("mnist train: its images or labels have changed since the run started");
    }

    @Test
    void twoRuns_neverWriteIntoOneFolder() throws Exception {
        Path out = temp.resolve("out");
        assertThat(interrupted(out, 3, train(out)).code()).isEqualTo(INTERRUPTED);
        Cli unfinished = Cli.run(train(out));
        assertThat(unfinished.code()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(unfinished.err()).contains("has not ended", "--resume " + out);

        try (FileChannel channel = FileChannel.open(out.resolve(".lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Cli held = Cli.run("train", "--resume", out.toString(), "--data", data());
            assertThat(lock.isValid()).isTrue();
            assertThat(held.code()).isEqualTo(ExitCode.SOFTWARE);
            assertThat(held.err()).contains("another process works in this folder");
        }
        assertThat(Cli.run("train", "--resume", out.toString(), "--data", data(), "--quiet", "--no-report")
                        .code())
                .isEqualTo(ExitCode.OK);
        Cli finished = Cli.run(train(out));
        assertThat(finished.code()).isEqualTo(ExitCode.SOFTWARE);
        assertThat(finished.err()).contains("holds the results of a run", "--out");
        Cli nothing = Cli.run("train", "--resume", temp.resolve("nowhere").toString());
        assertThat(nothing.err()).contains("no such folder");
    }

    private String data() {
        return sets.folder().toString();
    }

    private String[] compare(Path out) {
        return tiny("compare", out, "--seeds", "0", "--methods", "source-only,adabn,dann");
    }

    private String[] train(Path out) {
        return tiny("train", out, "--seed", "2");
    }

    private String[] tiny(String verb, Path out, String... more) {
        List<String> args = new ArrayList<>(
                List.of(Cli.tiny(verb, sets, "--batch", "8", "--checkpoint-every", "2", "--out", out.toString())));
        args.set(args.indexOf("--steps") + 1, "10");
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    /** Runs a command and interrupts it, as Ctrl-C does, as soon as its metrics have this many lines. */
    private static Cli interrupted(Path out, int lines, String... args) throws Exception {
        FutureTask<Cli> command = new FutureTask<>(() -> Cli.run(args));
        Thread thread = new Thread(command, "command");
        thread.start();
        Path metrics = out.resolve("metrics.jsonl");
        while (thread.isAlive()
                && !(Files.exists(metrics) && Files.readAllLines(metrics).size() >= lines)) {
            Thread.sleep(1);
        }
        thread.interrupt();
        return command.get();
    }

    private static List<JsonNode> metrics(Path out) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("metrics.jsonl"))) {
            lines.add(timeless(line));
        }
        return lines;
    }

    private static JsonNode timeless(String json) throws IOException {
        JsonNode tree = JSON.readTree(json);
        forgetTimes(tree);
        return tree;
    }

    private static void forgetTimes(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.remove(TIMES);
        }
        tree.forEach(ResumeCommandTest::forgetTimes);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }
}

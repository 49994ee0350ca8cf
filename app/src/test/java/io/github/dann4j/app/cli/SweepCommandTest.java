package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
    @TempDir
    private Path temp;

    private TinySets sets;

    @BeforeEach
    void makeSets() throws IOException {
        sets = new TinySets(temp.resolve("data"));
    }

    private Cli sweep(Path out, String... more) {
        List<String> all = new ArrayList<>(List.of("sweep", "--source", "mnist", "--target", "mnist-m"));
        all.addAll(List.of("--data", sets.folder().toString(), "--out", out.toString(), "--preset", "demo"));
        all.addAll(List.of("--threads", "1", "--precision", "fp32"));
        all.addAll(List.of(more));
        return Cli.run(all.toArray(String[]::new));
    }

    private static JsonNode result(Path out) throws IOException {
        return new ObjectMapper().readTree(Files.readString(out.resolve("sweep.json")));
    }

    @Test
    void grid_triesAllValues_chooses_andContinuesAfterAKill() throws IOException {
        Path out = temp.resolve("grid");
        String[] options = {
            "--steps", "3", "--set", "batchSize=8", "--set", "dann.lambda.max=0.5,1", "--by", "v-measure"
        };

        Cli run = sweep(out, options);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("mnist -> mnist-m, dann: 2 trials", "v-measure chooses trial", "chosen");
        JsonNode result = result(out);
        assertThat(result.path("trials")).hasSize(2);
        assertThat(result.path("trials")
                        .get(1)
                        .path("values")
                        .path("dann.lambda.max")
                        .asText())
                .isEqualTo("1");
        int chosen = result.path("chosen").asInt();
        double other = result.path("trials")
                .get(2 - chosen)
                .path("figures")
                .path("v-measure")
                .asDouble();
        assertThat(result.path("trials")
                        .get(chosen - 1)
                        .path("figures")
                        .path("v-measure")
                        .asDouble())
                .isGreaterThanOrEqualTo(other);
        assertThat(out.resolve("model.safetensors"))
                .hasSameBinaryContentAs(out.resolve("trials/00" + chosen + "/model.safetensors"));
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("dann.lambda.max", "v-measure")
                .doesNotContain("{{");

        byte[] second = Files.readAllBytes(out.resolve("trials/002/model.safetensors"));
        Files.delete(out.resolve("sweep.json"));
        Files.delete(out.resolve("trials/002/trial.json"));
        Files.delete(out.resolve("trials/002/model.safetensors"));
        Cli again = sweep(out, options);

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("trial 2:").doesNotContain("trial 1:");
        assertThat(out.resolve("trials/002/model.safetensors")).hasBinaryContent(second);
        Cli seed = sweep(out, "--steps", "3", "--set", "dann.lambda.max=0.5,1");
        assertThat(seed.code()).isEqualTo(1);
        assertThat(seed.err()).contains("a sweep with other options");
    }

    @Test
    void halving_trainsTheBetterHalfForTwiceTheSteps() throws IOException {
        Path out = temp.resolve("halving");

        Cli run =
                sweep(out, "--steps", "4", "--set", "batchSize=8,12", "--search", "halving", "--method", "source-only");

        assertThat(run.code()).as(run.err()).isZero();
        List<Integer> steps = new ArrayList<>();
        result(out)
                .path("trials")
                .forEach(trial -> steps.add(trial.path("steps").asInt()));
        assertThat(steps).containsExactly(2, 2, 4);
        assertThat(result(out).path("chosen").asInt()).isEqualTo(3);
    }

    /** Trials with large batches begin first, and can end last. */
    @Test
    void trainingsAtTheSameTime_giveTheBitsAndTheTableOfOneAfterTheOther() throws IOException {
        Path one = temp.resolve("one");
        Path two = temp.resolve("two");
        String[] options = {
            "--method", "source-only", "--steps", "3", "--set", "learningRate.peak=1e-3,2e-3", "--set", "batchSize=16,8"
        };

        Cli sequential = sweep(one, options);
        Cli parallel = sweep(
                two,
                Stream.concat(Stream.of("--parallel", "2"), Stream.of(options)).toArray(String[]::new));

        assertThat(parallel.code()).as(parallel.err()).isZero();
        assertThat(parallel.out()).isEqualTo(sequential.out().replace(one.toString(), two.toString()));
        assertThat(parallel.err()).contains("trial 1: source-only, seed 0: 3 steps", "trial 4: source-only, seed 0: ");
        assertThat(withoutTimes(result(two))).isEqualTo(withoutTimes(result(one)));
        for (int trial = 1; trial <= 4; trial++) {
            Path model = Path.of("trials", "00" + trial, "model.safetensors");
            assertThat(two.resolve(model)).hasSameBinaryContentAs(one.resolve(model));
            assertThat(two.resolve(model).resolveSibling("task.json")).doesNotExist();
        }
        assertThat(two.resolve("model.safetensors")).hasSameBinaryContentAs(one.resolve("model.safetensors"));
    }

    static JsonNode withoutTimes(JsonNode result) {
        result.path("trials").forEach(trial -> ((ObjectNode) trial).remove(List.of("seconds", "elapsedSeconds")));
        return result;
    }

    @Test
    void wrongKeysAndValues_areUsage_beforeAnyTraining() {
        Path out = temp.resolve("wrong");
        assertUsage(sweep(out, "--set", "dann.lamda.max=1,2"), "lamda");
        assertUsage(sweep(out, "--set", "batchSize=8,none"), "none");
        assertUsage(sweep(out, "--set", "batchSize"), "expected KEY=A,B,C");
        assertUsage(sweep(out, "--set", "batchSize=8,8"), "only once");
        assertUsage(sweep(out, "--set", "batchSize=8,16", "--by", "class-amy"), "nearest: class-ami");
        assertUsage(sweep(out, "--set", "batchSize=8,16", "--method", "target-only"), "needs labels of the target");
        assertUsage(sweep(out, "--set", "batchSize=8,16", "--parallel", "0"), "--parallel must be at least 1, got 0");
        assertThat(out).doesNotExist();
    }

    private static void assertUsage(Cli run, String part) {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(part).doesNotContain("Exception");
        assertThat(run.out()).isEmpty();
    }
}

package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    private static final String[] SHORT = {
        "bench", "--quick", "--net", "mnist", "--batch", "8", "--seconds", "0.01", "--precision", "fp32", "--no-startup"
    };

    @Test
    void json_isOneObject_thatAScriptCanCheck() throws IOException {
        Cli run = Cli.run(with("--json"));
        assertThat(run.err()).contains("bench: 1 of 2: mnist, dann, 8 images per batch");
        assertThat(run.code()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(fields(result)).containsExactly("machine", "peak", "training", "inference", "startup", "peakRssMiB");
        assertThat(fields(result.get("machine"))).containsExactly("cpu", "threads", "precision");
        assertThat(fields(result.get("peak"))).containsExactly("fp32Gflops", "bf16Gflops", "memoryGBs");
        assertThat(fields(result.get("training").get(0)))
                .containsExactly(
                        "net",
                        "method",
                        "batch",
                        "precision",
                        "imagesPerSecond",
                        "dannSteps",
                        "referenceImagesPerSecond",
                        "ratio",
                        "againstImagesPerSecond",
                        "againstRatio",
                        "flopsPerImage",
                        "shareOfPeak",
                        "dataWaitShare",
                        "profile",
                        "turns");
        assertThat(result.get("training").get(0).get("againstImagesPerSecond").isNull())
                .isTrue();
    }

    @Test
    void table_hasALineForEachTraining() throws IOException {
        Cli run = Cli.run(with("--method", "source-only,dann", "--quiet"));
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().filter(line -> line.matches("mnist +(source-only|dann) +(8|16) .*")))
                .hasSize(2);
        assertThat(run.out()).contains("predictions, mnist:").contains("times its training on the source");
    }

    @Test
    void anyMethod_isTimed_withAllItsBatches() throws IOException {
        Cli run = Cli.run(with("--method", "cdan,mean-teacher", "--quiet"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("mnist +cdan +16 ").containsPattern("mnist +mean-teacher +24 ");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // the outside program is a command of a Unix shell
    void failingOutsideProgram_isOneLine() throws IOException {
        Cli run = Cli.run(with("--quiet", "--against", "echo broken; exit 5 #"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("dann4j: '")
                .contains("exit code 5", "broken")
                .doesNotContain("\tat ");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void wrongOptions_areUsage() throws IOException {
        assertUsage("unknown network 'alexnet'; known: mnist, svhn, gtsrb, bottleneck", "--net", "alexnet");
        assertUsage("no method 'dnn'; there are source-only, adabn, dann, cdan,", "--method", "dnn");
        assertUsage("adabn needs a network whose batch norms have statistics per domain", "--method", "adabn");
        assertUsage("batch must be 2", "--batch", "1");
        assertUsage("rounds must be at least 1", "--rounds", "0");
        assertUsage("seconds must be", "--seconds", "NaN");
    }

    @Test
    void curves_areATableAndAnImage(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.png");
        Cli run = Cli.run(with("--rounds", "1", "--batch", "2,4", "--curves", file.toString()));
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("ms/step")
                .containsPattern("mnist +28 +4 ")
                .containsPattern("bottleneck +24 +128 ");
        assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThan(1000);
    }

    @Test
    void curvesForNoFolder_areRefusedBeforeAnythingIsMeasured(@TempDir Path folder) throws IOException {
        assertUsage(
                "does not exist; create it first",
                "--curves",
                folder.resolve("none/costs.png").toString());
    }

    private static void assertUsage(String expected, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("bench"));
        arguments.addAll(Arrays.asList(options));
        Cli run = Cli.run(arguments.toArray(String[]::new));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(expected).doesNotContain("\tat ");
    }

    private static String[] with(String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(SHORT));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}

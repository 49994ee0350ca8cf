package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.labelshift.ShareEstimators;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharesCommandTest {
    @TempDir
    private static Path shared;

    private static TinySets sets;
    private static String run;

    @BeforeAll
    static void train() throws IOException {
        sets = new TinySets(shared.resolve("data"));
        run = shared.resolve("run").toString();
        Cli trained = Cli.run(Cli.tiny("train", sets, "--batch", "8", "--method", "source-only", "--out", run));
        assertThat(trained.code()).as(trained.err()).isZero();
    }

    private static Cli shares(String... arguments) {
        List<String> all = new ArrayList<>(List.of("shares", run, "--threads", "1", "--precision", "fp32"));
        all.addAll(List.of("--data", sets.folder().toString()));
        all.addAll(List.of(arguments));
        return Cli.run(all.toArray(String[]::new));
    }

    @Test
    void json_hasEveryEstimator_andSharesOfOne() throws IOException {
        Cli result = shares("--json");

        assertThat(result.code()).as(result.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.path("source").asText()).isEqualTo("mnist");
        assertThat(json.path("target").asText()).isEqualTo("mnist-m");
        assertThat(json.path("targetImages").asInt()).isEqualTo(60);
        int classes = json.path("classNames").size();
        assertThat(sum(json.path("sourceShares"))).isCloseTo(1, within(1e-9));
        assertThat(sum(json.path("targetShares"))).isCloseTo(1, within(1e-9));
        JsonNode estimators = json.path("estimators");
        assertThat(estimators).hasSameSizeAs(ShareEstimators.all());
        JsonNode counts = estimators.get(0);
        assertThat(counts.path("name").asText()).isEqualTo("counts");
        assertThat(counts.path("shares")).hasSize(classes);
        for (JsonNode estimator : estimators) {
            if (!estimator.path("shares").isNull()) {
                assertThat(sum(estimator.path("shares"))).isCloseTo(1, within(1e-9));
                assertThat(estimator.path("distance").asDouble()).isBetween(0.0, 1.0);
            }
        }
        // a share is a number of the 60 images
        for (JsonNode share : counts.path("shares")) {
            assertThat(60 * share.asDouble()).isCloseTo(Math.rint(60 * share.asDouble()), within(1e-9));
        }
    }

    private static double sum(JsonNode numbers) {
        double sum = 0;
        for (JsonNode number : numbers) {
            sum += number.asDouble();
        }
        return sum;
    }

    @Test
    void table_hasARowForEachClass_andTheDistanceToTheTruth() {
        Cli result = shares("--images", "20");

        assertThat(result.code()).as(result.err()).isZero();
        List<String> lines = result.out().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo(
                        "mnist -> mnist-m: 20 source test and 20 target training images; shares in %, with standard errors");
        assertThat(lines.get(2)).startsWith("class").contains("source", "target test", "counts", "bbse-soft", "em");
        assertThat(lines.get(3)).startsWith("0 ").contains("±");
        assertThat(lines.get(13)).startsWith("distance");
        assertThat(result.out()).contains("separation ");
    }

    @Test
    void withoutImages_itIsRefused() {
        Cli result = shares("--images", "0");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--images must be at least 1, got 0");
    }
}

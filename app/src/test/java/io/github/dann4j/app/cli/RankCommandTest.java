package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.validate.Validator;
import io.github.dann4j.validate.Validators;
import io.github.dann4j.validate.pool.PoolValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankCommandTest {
    /** Validators of one model, and of three. */
    private static final int ALL = Validators.all().size() + PoolValidator.all().size();

    @TempDir
    private static Path shared;

    private static TinySets sets;
    private static final List<String> RUNS = new ArrayList<>();

    @BeforeAll
    static void train() throws IOException {
        sets = new TinySets(shared.resolve("data"));
        for (String method : List.of("source-only", "dann", "coral")) {
            String run = shared.resolve(method).toString();
            Cli trained = Cli.run(Cli.tiny("train", sets, "--batch", "8", "--method", method, "--out", run));
            assertThat(trained.code()).as(trained.err()).isZero();
            RUNS.add(run);
        }
    }

    private static Cli rank(String... arguments) {
        List<String> all = new ArrayList<>(List.of("rank", "--threads", "1", "--precision", "fp32"));
        all.addAll(List.of("--data", sets.folder().toString()));
        all.addAll(List.of(arguments));
        return Cli.run(all.toArray(String[]::new));
    }

    @Test
    void table_hasEveryModelAndValidator_andMarksTheBest() {
        Cli result = rank(RUNS.get(0), RUNS.get(1), RUNS.get(2));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).contains(RUNS.get(2) + " (3/3)");
        List<String> lines = result.out().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("mnist -> mnist-m: 60 source and 60 target training images; * marks the best of a column");
        assertThat(lines.get(2))
                .startsWith("model")
                .contains("method", "test acc. %", "source-acc", "class-ami", "doc");
        assertThat(lines.get(3)).startsWith(RUNS.get(0)).contains("source-only");
        assertThat(lines.get(5)).startsWith(RUNS.get(2)).contains("coral");
        long marks = lines.subList(3, 6).stream()
                .flatMapToInt(String::chars)
                .filter(letter -> letter == '*')
                .count();
        assertThat(marks).isGreaterThanOrEqualTo(ALL);
        assertThat(lines.get(7)).startsWith("validator").contains("chosen model", "rank correlation", "regret %");
        assertThat(lines.subList(8, lines.size()))
                .hasSize(ALL)
                .anyMatch(line -> line.startsWith("entropy") && line.contains("smaller"))
                .allMatch(line -> line.contains(shared.toString()));
    }

    @Test
    void json_hasTheSame_andTheAccuracyThatEvaluateReports() throws IOException {
        Cli result = rank(RUNS.get(0), RUNS.get(1), RUNS.get(2), "--json", "--quiet");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.path("source").asText()).isEqualTo("mnist");
        assertThat(json.path("target").asText()).isEqualTo("mnist-m");
        assertThat(json.path("sourceImages").asInt()).isEqualTo(60);
        assertThat(json.path("models")).hasSize(3);
        double highest = 0;
        for (int i = 0; i < 3; i++) {
            JsonNode model = json.path("models").get(i);
            assertThat(model.path("model").asText()).isEqualTo(RUNS.get(i));
            Cli evaluated = Cli.run(
                    "evaluate",
                    RUNS.get(i),
                    "--on",
                    "mnist-m",
                    "--json",
                    "--precision",
                    "fp32",
                    "--data",
                    sets.folder().toString());
            assertThat(model.path("targetAccuracy").asDouble())
                    .isEqualTo(new ObjectMapper()
                            .readTree(evaluated.out())
                            .path("accuracy")
                            .asDouble());
            highest = Math.max(highest, model.path("targetAccuracy").asDouble());
            assertThat(model.path("values")).hasSize(ALL);
        }
        JsonNode validators = json.path("validators");
        assertThat(validators).hasSize(ALL);
        assertThat(validators.findValuesAsText("name"))
                .containsAll(Validators.all().stream().map(Validator::name).toList())
                .endsWith("ensv", "agreement-line");
        for (JsonNode one : validators) {
            String name = one.path("name").asText();
            int chosen = RUNS.indexOf(one.path("chosen").asText());
            for (JsonNode model : json.path("models")) {
                double better = json.path("models")
                                .get(chosen)
                                .path("values")
                                .path(name)
                                .asDouble()
                        - model.path("values").path(name).asDouble();
                assertThat(one.path("largerIsBetter").asBoolean() ? better : 0 - better)
                        .isGreaterThanOrEqualTo(0);
            }
            assertThat(one.path("regret").asDouble())
                    .isEqualTo(highest
                            - json.path("models")
                                    .get(chosen)
                                    .path("targetAccuracy")
                                    .asDouble());
        }
    }

    /** The share of the source's training images that are predicted is the one that 'evaluate' finds. */
    @Test
    void sourceAccuracy_isThatOfEvaluate_andImagesLimitsTheSample() throws IOException {
        JsonNode all = new ObjectMapper().readTree(rank(RUNS.get(1), "--json").out());
        Cli evaluated = Cli.run(
                "evaluate",
                RUNS.get(1),
                "--on",
                "mnist",
                "--split",
                "train",
                "--json",
                "--precision",
                "fp32",
                "--data",
                sets.folder().toString());
        assertThat(all.path("models").get(0).path("values").path("source-acc").asDouble())
                .isEqualTo(new ObjectMapper()
                        .readTree(evaluated.out())
                        .path("accuracy")
                        .asDouble());

        JsonNode few = new ObjectMapper()
                .readTree(rank(RUNS.get(1), "--json", "--images", "7").out());
        assertThat(few.path("targetImages").asInt()).isEqualTo(7);
    }

    /** No validator reads a label of the target, or a test image: others change no value. */
    @Test
    void labelsAndTestImagesOfTheTarget_changeNoValue() throws IOException {
        TinySets other = new TinySets(shared.resolve("other-labels"));
        byte[] labels = TinySets.labels(TinySets.TRAIN);
        for (int i = 8; i < labels.length; i++) {
            labels[i] = 3;
        }
        other.write("mnist-m/mnistm-train-labels-idx1-ubyte.gz", labels);
        other.write("mnist-m/mnistm-test-images-idx4-ubyte.gz", reversed(TinySets.images(TinySets.TEST, 32, 3)));

        JsonNode own = new ObjectMapper()
                .readTree(rank(RUNS.get(0), RUNS.get(1), RUNS.get(2), "--json").out());
        Cli changed = Cli.run(
                "rank",
                RUNS.get(0),
                RUNS.get(1),
                RUNS.get(2),
                "--json",
                "--threads",
                "1",
                "--precision",
                "fp32",
                "--data",
                other.folder().toString());

        assertThat(changed.code()).as(changed.err()).isZero();
        assertThat(new ObjectMapper().readTree(changed.out()).findValues("values"))
                .isEqualTo(own.findValues("values"))
                .hasSize(3);
    }

    private static byte[] reversed(byte[] idx) {
        int header = 20;
        byte[] other = idx.clone();
        for (int i = header; i < idx.length; i++) {
            other[i] = idx[header + idx.length - 1 - i];
        }
        return other;
    }

    @Test
    void points_ofOneRun_areRanked_theLastOneAsTheModel() throws IOException {
        String run = shared.resolve("points").toString();
        Cli trained = Cli.run(Cli.tiny(
                "train", sets, "--batch", "8", "--method", "dann", "--keep-points", "3", "--no-report", "--out", run));
        assertThat(trained.code()).as(trained.err()).isZero();

        Cli ranked = rank(run, "--points", "--json", "--quiet");

        assertThat(ranked.code()).as(ranked.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(ranked.out());
        assertThat(json.path("models").findValuesAsText("model"))
                .extracting(name -> name.replaceFirst(".*[/\\\\]", ""))
                .containsExactly(
                        "dann-seed0-000000001.safetensors",
                        "dann-seed0-000000002.safetensors",
                        "dann-seed0-000000003.safetensors");
        JsonNode model = new ObjectMapper()
                .readTree(rank(run, "--json", "--quiet").out())
                .path("models")
                .get(0);
        JsonNode last = json.path("models").get(2);
        assertThat(last.path("targetAccuracy")).isEqualTo(model.path("targetAccuracy"));
        assertThat(last.path("values").path("entropy"))
                .isEqualTo(model.path("values").path("entropy"))
                .isNotEqualTo(json.path("models").get(0).path("values").path("entropy"));
        assertThat(json.path("validators")).hasSize(ALL);

        Cli none = rank(RUNS.get(0), "--points");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains(RUNS.get(0) + " has no models kept at points", "--keep-points N");
    }

    @Test
    void twoModels_haveNoRankCorrelation_andFileOrFolderMakesNoDifference() {
        Cli result = rank(RUNS.get(0), RUNS.get(1) + "/" + SavedModel.FILE);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("A rank correlation needs three models; here are 2.", "dann");
        assertThat(rank(RUNS.get(0)).out()).contains("here is 1.").doesNotContain("*");
    }

    @Test
    void modelsOfOtherPairs_andWrongUsage_areOneLine() {
        String other = shared.resolve("other").toString();
        Cli trained = Cli.run(
                "train",
                "--source",
                "mnist-m",
                "--target",
                "mnist",
                "--data",
                sets.folder().toString(),
                "--precision",
                "fp32",
                "--threads",
                "1",
                "--steps",
                "1",
                "--batch",
                "8",
                "--method",
                "source-only",
                "--out",
                other);
        assertThat(trained.code()).as(trained.err()).isZero();

        Cli mixed = rank(RUNS.get(0), other);
        assertThat(mixed.code()).isEqualTo(2);
        assertThat(mixed.err())
                .contains("the models must be of one pair: " + RUNS.get(0) + " is of mnist -> mnist-m, " + other
                        + " of mnist-m -> mnist");
        assertThat(rank(RUNS.get(0), "--images", "0").err()).contains("--images must be at least 1, got 0");
        assertThat(rank().code()).isEqualTo(2);
        Cli missing = rank(RUNS.get(0), shared.resolve("none").toString());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("none", "no such file");
    }
}

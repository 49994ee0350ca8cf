package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeOptionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temp;

    private TinySets sets;

    @BeforeEach
    void makeSets() throws IOException {
        sets = new TinySets(temp.resolve("data"));
    }

    @Test
    void recipeOfAResultsFile_givesTheSameResults() throws IOException {
        JsonNode first = compare("first", "--preset", "quick", "--lambda", "0.7");
        JsonNode again =
                compare("again", "--recipe", temp.resolve("first/results.json").toString());

        assertThat(again.path("recipe")).isEqualTo(first.path("recipe"));
        assertThat(again.path("runs").get(0).path("curve"))
                .isEqualTo(first.path("runs").get(0).path("curve"));
        assertThat(again.path("preset").asText()).isEqualTo("results.json");
    }

    @Test
    void recipeThatIsNone_isOneLine() throws IOException {
        Path file = Files.writeString(temp.resolve("mine.json"), "{\"steps\": 5}");
        Cli run = Cli.run("compare", "--recipe", file.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("mine.json").doesNotContain("\tat ");
        assertThat(run.err().lines()).hasSize(2);
        assertThat(Cli.run("compare", "--recipe", temp.resolve("none").toString())
                        .err())
                .contains("no such file");
        assertThat(Cli.run("compare", "--recipe", file.toString(), "--preset", "best")
                        .err())
                .contains("cannot be used together");
    }

    /** Changes to a whole recipe, each of which was once misread, or reported as an internal error. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"steps\" : 3, | \"steps\" : 40.7, | steps: Cannot coerce Floating-point value (40.7) to `int`",
                "\"steps\" : 3, | \"steps\" : \"40\", | steps: Cannot coerce String value (\"40\") to `int` value;",
                "\"steps\" : 3, | \"steps\" : null, | steps",
                "\"steps\" : 3, | \"steps\" : 3, \"steps\" : 4, | Duplicate",
                "\"steps\" : 3, | \"stepz\" : 3, | steps: Missing",
                "\"steps\" : 3, | \"steps\" : 3, \"stepz\" : 3, | Unrecognized field \"stepz\"",
                "\"statistics\" : \"PER_DOMAIN\" | \"statistics\" : 1 | network.statistics",
                "\"name\" : \"bottleneck\" | \"name\" : 7 | network.name",
                "\"name\" : \"bottleneck\" | \"name\" : null | network.name: Invalid `null` value",
                "\"features\" : 10 | \"features\" : 9 | its network has 9 classes, but mnist has 10",
                "\"p\" : 0.5 | \"p\" : 1.5 | invalid layer: dropout 1.5",
            })
    void aRecipeWithOneThingWrong_isOneLine(String right, String wrong, String message) throws IOException {
        String recipe = quick();
        assertThat(recipe).contains(right);
        assertUsage(recipe.replace(right, wrong), message);
    }

    @Test
    void whatIsNoRecipe_isOneLine() throws IOException {
        assertUsage("null", "expected a JSON object");
        assertUsage("[1, 2]", "expected a JSON object");
        assertUsage("", "expected a JSON object");
        assertUsage("{\"recipe\": null}", "expected a JSON object");
        assertUsage(quick() + "{}", "mine.json");
    }

    @Test
    void networkThatCannotBeBuilt_isOneLine_andLeavesNoFolderOfARun() throws IOException {
        String recipe = quick();
        for (String[] layers : new String[][] {
            {
                "{\"type\": \"linear\", \"features\": 1000000000}, {\"type\": \"linear\", \"features\": 1000000000},",
                "more weights"
            },
            {"{\"type\": \"convolution\", \"channels\": 3, \"kernel\": 3, \"padding\": 0},", "needs input"},
        }) {
            String wrong = recipe.replaceFirst("\"layers\" : \\[", "\"layers\" : [" + layers[0]);
            Path file = Files.writeString(temp.resolve("mine.json"), wrong);
            Path folder = temp.resolve("unbuilt, " + layers[1]);
            String[] args = Cli.tiny(
                    "train", sets, "--batch", "8", "--quiet", "--recipe", file.toString(), "--out", folder.toString());
            Cli run = Cli.run(args);

            assertThat(run.code()).as(run.err()).isEqualTo(1);
            assertThat(run.err().lines().filter(line -> line.startsWith("dann4j: ")))
                    .singleElement()
                    .asString()
                    .contains("the recipe's network cannot be built", layers[1]);
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void whatIsTrainedByDefault_isOfTheRecipe() throws IOException {
        Path file = Files.writeString(temp.resolve("mine.json"), """
                {"extends": "quick", "compare": ["source-only"], "seeds": 2, "train": "adabn"}""");
        for (String verb : new String[] {"compare", "train"}) {
            Path out = temp.resolve(verb);
            Cli run = Cli.run(Cli.tiny(
                    verb, sets, "--batch", "8", "--quiet", "--recipe", file.toString(), "--out", out.toString()));
            assertThat(run.code()).as(run.err()).isZero();
        }

        assertThat(trained("compare")).containsExactly("source-only, seed 0", "source-only, seed 1");
        assertThat(trained("train")).containsExactly("adabn, seed 0");
    }

    private List<String> trained(String run) throws IOException {
        List<String> trained = new ArrayList<>();
        JSON.readTree(temp.resolve(run).resolve("results.json").toFile())
                .path("runs")
                .forEach(one -> trained.add(one.path("method").asText() + ", seed "
                        + one.path("seed").asText()));
        return trained;
    }

    @Test
    void oneValue_isSetByItsName() throws IOException {
        JsonNode recipe = compare(
                        "set",
                        "--preset",
                        "quick",
                        "--set",
                        "learningRate.peak=0.5e-3,dann.lambda.max=0.25",
                        "--set",
                        "network.heads.labels.layers.0.p=0.25",
                        "--set",
                        "resize=BILINEAR",
                        "--set",
                        "cdan.entropy=false")
                .path("recipe");
        JsonNode before = JSON.readTree(quick());

        assertThat(recipe.at("/learningRate/peak").asDouble()).isEqualTo(0.5e-3);
        assertThat(recipe.at("/methods/dann/lambda/max").asDouble()).isEqualTo(0.25);
        assertThat(recipe.at("/methods/dann/lambda/gamma")).isEqualTo(before.at("/methods/dann/lambda/gamma"));
        assertThat(recipe.at("/network/heads/labels/layers/0/p").asDouble()).isEqualTo(0.25);
        assertThat(recipe.path("resize").asText()).isEqualTo("BILINEAR");
        assertThat(recipe.at("/methods/cdan/entropy").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stepz=3 | no setting 'stepz': there is no 'stepz' among network, resize",
                "dann.lamda.max=3 | no setting 'dann.lamda.max': there is no 'lamda' among lambda, passes",
                "network.features.99.kernel=3 | there is no '99' among the numbers 0 to",
                "dann.lambda=3 | dann.lambda is not a single value; it has gamma, max",
                "steps=many | steps=many: steps",
                "steps=2.5 | steps=2.5: steps: Cannot coerce Floating-point value (2.5) to `int`",
                "dann.warmUp=1 | warmUp must be at least 0 and less than 1, got 1.0",
                "steps | --set steps: expected KEY=VALUE, such as steps=500",
            })
    void aValueThatCannotBeSet_isOneLine(String change, String message) {
        Cli run = Cli.run(Cli.tiny("compare", sets, "--preset", "quick", "--set", change));

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }

    private static String quick() {
        Cli shown = Cli.run(
                "recipe",
                "show",
                "--source",
                "mnist",
                "--target",
                "mnist-m",
                "--preset",
                "quick",
                "--steps",
                "3",
                "--batch",
                "8");
        assertThat(shown.code()).as(shown.err()).isZero();
        return shown.out();
    }

    private void assertUsage(String recipe, String message) throws IOException {
        Path file = Files.writeString(temp.resolve("mine.json"), recipe);
        Cli run = Cli.run(Cli.tiny("compare", sets, "--recipe", file.toString()));

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.err()).startsWith("dann4j: recipe " + file).contains(message.strip());
    }

    private JsonNode compare(String name, String... more) throws IOException {
        String[] args = Cli.tiny("compare", sets, more);
        String[] all = java.util.Arrays.copyOf(args, args.length + 8);
        String[] fixed = {
            "--batch",
            "8",
            "--seeds",
            "0",
            "--methods",
            "dann",
            "--out",
            temp.resolve(name).toString()
        };
        System.arraycopy(fixed, 0, all, args.length, fixed.length);
        Cli run = Cli.run(all);
        assertThat(run.code()).as(run.err()).isZero();
        return JSON.readTree(temp.resolve(name).resolve("results.json").toFile());
    }
}

package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.recipe.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeCommandTest {
    @Test
    void everyPreset_isListedWithWhatItIsFor() {
        Cli listed = Cli.run("recipe", "list");

        assertThat(listed.code()).isZero();
        assertThat(listed.out().lines())
                .hasSameSizeAs(Preset.values())
                .allSatisfy(line -> assertThat(Arrays.stream(Preset.values()).map(Preset::label))
                        .contains(line.split(" ")[0]));
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void everyPreset_isChosenByTheNameInTheList(Preset preset) {
        Cli shown = Cli.run("recipe", "show", "--preset", preset.label());

        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(Cli.run("train", "--help").out()).contains(preset.label() + ":");
    }

    @Test
    void anUnknownPreset_isRefusedWithTheNearest() {
        Cli shown = Cli.run("recipe", "show", "--preset", "selftraining");

        assertThat(shown.code()).isEqualTo(2);
        assertThat(shown.err())
                .contains(
                        "unknown preset 'selftraining'; nearest: self-training; known: demo, quick, paper, dann, best,");
    }

    @Test
    void aRecipe_isShownWithWhatTheOptionsChange_andCanBeReadBack(@TempDir Path temp) throws IOException {
        Cli shown = Cli.run("recipe", "show", "--preset", "best", "--steps", "77", "--set", "dann.lambda.max=0.3");

        assertThat(shown.code()).as(shown.err()).isZero();
        JsonNode recipe = new ObjectMapper().readTree(shown.out());
        assertThat(recipe.path("steps").asInt()).isEqualTo(77);
        assertThat(recipe.at("/methods/dann/lambda/max").asDouble()).isEqualTo(0.3);

        Path file = Files.writeString(temp.resolve("mine.json"), shown.out());
        assertThat(Cli.run("recipe", "show", "--recipe", file.toString()).out()).isEqualTo(shown.out());
    }

    @Test
    void theSchema_isJson_thatAFileMayName(@TempDir Path temp) throws IOException {
        Cli printed = Cli.run("recipe", "schema");

        assertThat(printed.code()).as(printed.err()).isZero();
        JsonNode schema = new ObjectMapper().readTree(printed.out());
        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.at("/properties/steps/type").asText()).isEqualTo("integer");
        Path file = Files.writeString(
                temp.resolve("mine.json"),
                "{\"$schema\": \"./recipe.schema.json\", \"extends\": \"best\", \"set\": {\"steps\": 77}}");
        Cli shown = Cli.run("recipe", "show", "--recipe", file.toString());
        assertThat(new ObjectMapper().readTree(shown.out()).path("steps").asInt())
                .as(shown.err())
                .isEqualTo(77);
    }

    @Test
    void theRecipeOfAnotherPair_fitsIt() throws IOException {
        JsonNode signs = new ObjectMapper()
                .readTree(Cli.run("recipe", "show", "--preset", "paper", "--source", "syn-signs", "--target", "gtsrb")
                        .out());

        assertThat(signs.at("/network/name").asText()).isEqualTo("gtsrb");
        assertThat(Cli.run("recipe").code()).isEqualTo(2);
    }
}

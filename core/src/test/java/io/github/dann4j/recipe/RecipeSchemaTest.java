package io.github.dann4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.name.DatasetInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeSchemaTest {
    private static final Path SHIPPED = Path.of("src/main/resources/io/github/dann4j/recipe/recipes");
    private static final DatasetInfo MNIST = DataCatalog.entry("mnist");
    private static final DatasetInfo FEATURES = DataCatalog.entry("amazon-books");
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(RecipeFile.schema());

    private static List<String> errors(JsonNode recipe) {
        return SCHEMA.validate(recipe).stream().map(Error::toString).toList();
    }

    private static ObjectNode best() throws JsonProcessingException {
        return (ObjectNode) RunJson.tree(RecipeFile.text(Preset.DANN.recipe(MNIST, MNIST)));
    }

    private static ObjectNode shipped(Preset preset) throws IOException {
        return (ObjectNode) RecipeTemplate.tree(Files.readString(SHIPPED.resolve(preset.label() + ".json")));
    }

    @Test
    void theSchema_isOneOfItsDraft() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(RecipeFile.schema(), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void everyShippedRecipe_fitsIt_asItStandsInItsFile_andAsItIsShown(Preset preset) throws IOException {
        assertThat(errors(shipped(preset))).isEmpty();
        for (String set : List.of("mnist", "svhn", "syn-signs")) {
            DatasetInfo entry = DataCatalog.entry(set);
            Recipe recipe = preset.recipe(entry, entry)
                    .withSettingsOf(preset.defaults(entry, entry).compared());
            assertThat(errors(RunJson.tree(RecipeFile.text(recipe)))).as(set).isEmpty();
        }
    }

    @Test
    void theFilesOfTheExperiments_fitIt_whereTheyAreOfTodaysForm() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "docs", "recipes"))) {
            List<JsonNode> today = files.map(RecipeSchemaTest::read)
                    .filter(recipe -> recipe.has("extends") || recipe.has("methods"))
                    .toList();
            assertThat(today).allSatisfy(recipe -> assertThat(errors(recipe)).isEmpty());
        }
    }

    private static JsonNode read(Path file) {
        try {
            return RecipeTemplate.tree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema refuses every key and type that the reader of recipes refuses, at the same place. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | stepz | 5",
                "/ | steps | \"many\"",
                "/ | steps | 1.5",
                "/ | steps | null",
                "/ | resize | \"BICUBICAL\"",
                "/strong | cutoff | 0.2",
                "/strong | cutout | \"8\"",
                "/learningRate | type | \"triangle\"",
                "/learningRate | rate | 0.1",
                "/optimizer | momentum | 0.9",
                "/network | classes | 10",
                "/network | initialisation | \"ZERO\"",
                "/network/features/0 | type | \"dense\"",
                "/network/features/0 | dilation | 2",
                "/network/heads/labels/input | type | \"pixels\"",
                "/methods | dann2 | {}",
                "/methods/dann | passes | \"BOTH\"",
                "/methods/dann | lambda | 0.5"
            })
    void anUnknownKeyOrAWrongType_doesNotFit(String place, String key, String value) throws JsonProcessingException {
        ObjectNode recipe = best();
        assertThat(errors(recipe)).isEmpty();
        ((ObjectNode) (place.equals("/") ? recipe : recipe.at(place))).set(key, RunJson.tree(value));
        assertThat(errors(recipe)).isNotEmpty();
        assertThat(catchThrowable(() -> RunJson.read(recipe.toString(), Recipe.class)))
                .as("the reader says so too")
                .isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"extends\": \"worst\"}",
                "{\"extends\": \"best\", \"set\": {\"stepz\": 5}}",
                "{\"extends\": \"best\", \"seeds\": 0}",
                "{\"extends\": \"best\", \"compare\": [\"dnn\"]}",
                "{\"extends\": \"best\", \"network\": {\"named\": \"bottleneck\"}}",
                "{\"extends\": \"best\", \"network\": {\"named\": \"svhn\", \"inputSize\": 32}}",
                "{\"extends\": \"best\", \"network\": {\"named\": \"alexnet\"}}",
                "{\"extends\": \"best\", \"variants\": [{\"either\": [\"CATS\"], \"set\": {\"steps\": 5}}]}",
                "{\"extends\": \"best\", \"variants\": [{\"target\": [\"DIGITS\"], \"set\": {\"steps\": 5}}]}",
                "{\"steps\": 5}"
            })
    void aTemplateThatIsWrong_doesNotFit(String text) throws JsonProcessingException {
        assertThat(errors(RecipeTemplate.tree(text))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"extends\": \"best\"}",
                "{\"$schema\": \"./recipe.schema.json\", \"extends\": \"quick\", \"set\": {\"steps\": 5, \"methods.dann.lambda.max\": 0.3}}",
                "{\"extends\": \"paper\", \"network\": {\"named\": \"svhn\", \"initialisation\": \"HE\"}, \"purpose\": \"mine\", \"compare\": [\"mcd\"]}",
                "{\"extends\": \"best\", \"variants\": [{\"source\": [\"DIGITS\"], \"set\": {\"steps\": 5}}]}"
            })
    void aTemplateThatIsRight_fits_andCanBeRead(String text) throws JsonProcessingException {
        assertThat(errors(RecipeTemplate.tree(text))).isEmpty();
        assertThat(RecipeTemplate.of(RecipeTemplate.tree(text)).recipe(MNIST, MNIST))
                .isNotNull();
    }

    /** A recipe of an earlier version, without strong views, fits the schema and is read as before. */
    @Test
    void aRecipeWithoutStrongViews_fits() throws JsonProcessingException {
        ObjectNode recipe = best();
        recipe.remove("strong");
        ((ObjectNode) recipe.path("network")).remove("initialisation");
        assertThat(errors(recipe)).isEmpty();
        recipe.remove("steps");
        assertThat(errors(recipe)).isNotEmpty();
    }

    @Test
    void everyNamedNetwork_isOne() throws JsonProcessingException {
        for (String name : RecipeTemplate.OF_THEIR_OWN_SIZE) {
            DatasetInfo entry = name.equals("perceptron") || name.equals("adapter") ? FEATURES : MNIST;
            assertThat(network("{\"named\": \"%s\"}".formatted(name), entry)).isEqualTo(name);
        }
        for (String name : RecipeTemplate.OF_ANY_SIZE) {
            assertThat(network("{\"named\": \"%s\", \"inputSize\": 32}".formatted(name), MNIST))
                    .isEqualTo(name);
        }
    }

    private static String network(String network, DatasetInfo entry) throws JsonProcessingException {
        return RecipeTemplate.of(RecipeTemplate.tree("{\"extends\": \"paper\", \"network\": %s}".formatted(network)))
                .recipe(entry, entry)
                .network()
                .name();
    }

    @Test
    void everyKeyOfARecipe_isDescribed_andNothingElseIs() throws JsonProcessingException {
        JsonNode schema = RunJson.tree(RecipeFile.schema());
        schema.path("properties")
                .properties()
                .forEach(one -> assertThat(one.getValue().path("description").asText())
                        .as(one.getKey())
                        .isNotBlank());
        long described = schema.findValues("description").size();
        assertThat(RecipeSchema.texts()).hasSize(Math.toIntExact(described));
    }
}

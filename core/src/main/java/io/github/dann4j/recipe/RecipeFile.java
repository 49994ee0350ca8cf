package io.github.dann4j.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.name.DatasetInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads and writes recipes as JSON, from recipe files or from the recipe in a {@code results.json}, and changes single
 * values by name.
 */
@PublicApi
public final class RecipeFile {
    private static final String RESULTS_FIELD = "recipe";
    private static final String EXAMPLE = "'dann4j recipe show' prints an example";

    private RecipeFile() {}

    /**
     * Reads a recipe for a pair of datasets. Comments are allowed; {@code "extends": "best"} starts from a shipped
     * recipe.
     *
     * @throws DataException if the file cannot be read or holds no valid recipe
     */
    public static Recipe read(Path file, DatasetInfo source, DatasetInfo target) {
        return in(file, template -> template.recipe(source, target));
    }

    /**
     * Reads what is trained with a recipe on a pair of datasets unless the user says otherwise; that of {@code best} where the file does not
     * say.
     *
     * @throws DataException if the file cannot be read, holds no recipe or names an unknown method
     */
    public static RecipeDefaults defaults(Path file, DatasetInfo source, DatasetInfo target) {
        return in(file, template -> template.defaults(source, target));
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(RecipeTemplate template) throws JsonProcessingException;
    }

    private static <T> T in(Path file, Reading<T> reading) {
        try {
            JsonNode tree = RecipeTemplate.tree(Files.readString(file));
            if (!((tree.has(RESULTS_FIELD) ? tree.path(RESULTS_FIELD) : tree) instanceof ObjectNode fields)) {
                throw new DataException("expected a JSON object");
            }
            return reading.of(RecipeTemplate.of(fields));
        } catch (DataException e) {
            throw new DataException("recipe %s: %s; %s".formatted(file, e.getMessage(), EXAMPLE), e);
        } catch (JsonProcessingException e) {
            throw new DataException("recipe %s: %s; %s".formatted(file, RunJson.problem(e), EXAMPLE), e);
        } catch (NoSuchFileException e) {
            throw new DataException("recipe %s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw new DataException("recipe %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Returns a recipe as JSON that {@link #read} accepts. */
    public static String text(Recipe recipe) {
        return RunJson.write(recipe);
    }

    /**
     * Returns the JSON Schema of recipe files (draft 2020-12), with which an editor completes and checks them: keys,
     * types, names. Unlike plain JSON, recipe files may have comments.
     */
    public static String schema() {
        return RecipeSchema.text();
    }

    /**
     * Returns a recipe with one value changed.
     *
     * @param key the path of the value: names of fields, and indices of list entries from 0, joined by dots;
     *     settings of a method begin with its name. {@code steps}, {@code learningRate.peak}, {@code dann.lambda.max}
     * @param value as JSON; a text may be given without quotes
     * @throws DataException if there is no such value, or the changed recipe is not valid
     */
    public static Recipe with(Recipe recipe, String key, String value) {
        String[] names = key.split("\\.", -1);
        Optional<MethodType<?>> method = Methods.find(names[0]);
        Recipe whole = method.isEmpty() ? recipe : recipe.withSettingsOf(List.of(method.get()));
        try {
            JsonNode tree = RunJson.tree(RunJson.write(whole));
            JsonNode parent = method.isEmpty() ? tree : tree.path("methods");
            for (int i = 0; i < names.length - 1; i++) {
                parent = child(parent, names[i], key);
            }
            String last = names[names.length - 1];
            JsonNode old = child(parent, last, key);
            if (old.isContainerNode()) {
                throw new DataException("%s is not a single value; it has %s".formatted(key, childrenOf(old)));
            }
            if (parent instanceof ObjectNode fields) {
                fields.set(last, json(value));
            } else if (parent instanceof ArrayNode list) {
                list.set(Integer.parseInt(last), json(value));
            }
            return RunJson.read(tree.toString(), Recipe.class);
        } catch (JsonProcessingException e) {
            throw new DataException("%s=%s: %s".formatted(key, value, RunJson.problem(e)), e);
        }
    }

    private static JsonNode child(JsonNode parent, String name, String key) {
        JsonNode found =
                parent.isArray() && name.matches("\\d{1,9}") ? parent.get(Integer.parseInt(name)) : parent.get(name);
        if (found == null) {
            throw new DataException(
                    "no setting '%s': there is no '%s' among %s".formatted(key, name, childrenOf(parent)));
        }
        return found;
    }

    private static String childrenOf(JsonNode parent) {
        return parent.isArray()
                ? String.format(Locale.ROOT, "the numbers 0 to %d", parent.size() - 1)
                : parent.properties().stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
    }

    private static JsonNode json(String value) {
        try {
            return RunJson.tree(value);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(value);
        }
    }
}

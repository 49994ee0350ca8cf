package io.github.dann4j.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dann4j.data.Augmentation;
import io.github.dann4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Recipes as JSON files: one's own, or a {@code results.json}, whose recipe it is then. */
public final class RecipeFile {
    private static final String RESULTS_FIELD = "recipe";
    private static final String EXAMPLE = "a results.json shows what a recipe looks like";

    private RecipeFile() {}

    /**
     * Reads a recipe.
     *
     * @throws DataException if the file cannot be read or holds no possible recipe
     */
    public static Recipe read(Path file) {
        try {
            String text = Files.readString(file);
            JsonNode tree = RunJson.tree(text);
            if (!((tree.has(RESULTS_FIELD) ? tree.path(RESULTS_FIELD) : tree) instanceof ObjectNode fields)) {
                throw new DataException("recipe %s: holds no JSON object; %s".formatted(file, EXAMPLE));
            }
            if (!fields.has("augmentation")) {
                // Written before recipes could augment.
                fields.set("augmentation", RunJson.tree(RunJson.write(Augmentation.NONE)));
                fields.put("augmentBelow", 0);
            }
            if (fields.get("dann") instanceof ObjectNode dann && !dann.has("warmUp")) {
                // Written before DANN could warm up.
                dann.put("warmUp", 0).put("resample", false);
            }
            return RunJson.read(fields.toString(), Recipe.class);
        } catch (JsonProcessingException e) {
            throw new DataException("recipe %s: %s; %s".formatted(file, RunJson.problem(e), EXAMPLE), e);
        } catch (NoSuchFileException e) {
            throw new DataException("recipe %s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw new DataException("recipe %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}

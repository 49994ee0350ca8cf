package io.github.dann4j.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that decides the numbers of a run, beside the data and the machine.
 *
 * @param threads compute threads
 */
public record RunSettings(Comparison comparison, Precision precision, int threads) {
    /** Those of a comparison in this process as it is now. */
    public static RunSettings of(Comparison comparison, Precision precision) {
        return new RunSettings(comparison, precision, Threads.inUse());
    }

    /** As text, from which {@link #of(String)} makes them again. */
    public String text() {
        return RunJson.line(this).strip();
    }

    /** Of the {@linkplain #text text} of another process of the same version. */
    public static RunSettings of(String text) {
        try {
            return RunJson.read(text, RunSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no settings of a run: " + e.getOriginalMessage(), e);
        }
    }

    /** Each setting of a comparison by its name, for comparing it with another one's. */
    public static Map<String, String> named(Comparison comparison) {
        Map<String, String> named = new TreeMap<>();
        try {
            flatten("", RunJson.tree(RunJson.line(comparison)), named);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written can be read", e);
        }
        return named;
    }

    private static void flatten(String name, JsonNode node, Map<String, String> named) {
        if (node.isObject()) {
            node.fields()
                    .forEachRemaining(field -> flatten(
                            name.isEmpty() ? field.getKey() : name + "." + field.getKey(), field.getValue(), named));
        } else {
            named.put(name, node.isValueNode() ? node.asText() : node.toString());
        }
    }
}

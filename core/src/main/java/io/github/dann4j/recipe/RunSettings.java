package io.github.dann4j.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that determines the numbers of a run, except the data and the machine.
 *
 * @param device {@code cpu} or {@code cuda:N}
 * @param threads compute threads
 */
@EarlierForm(EarlierRunSettings.class)
public record RunSettings(Comparison comparison, Precision precision, String device, int threads) {
    /** Returns the settings of a comparison in this process. */
    public static RunSettings of(Comparison comparison, Precision precision) {
        return new RunSettings(comparison, precision, Device.current().label(), Threads.inUse());
    }

    /** Returns the settings as text, which {@link #of(String)} parses. */
    public String text() {
        return RunJson.line(this).strip();
    }

    /** Parses the {@linkplain #text text} of another process of the same version. */
    public static RunSettings of(String text) {
        try {
            return RunJson.read(text, RunSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the settings of a run: " + e.getOriginalMessage(), e);
        }
    }

    /** Returns each setting of a comparison by its name, to compare it with those of another comparison. */
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

package io.github.dann4j.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dann4j.files.FileException;
import io.github.dann4j.model.ModelException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the first difference between two settings and names it. */
public final class SettingsDifference {
    /** What does not change a number: the file of a backbone is recognised by its checksum. */
    private static final Set<String> NO_EFFECT = Set.of("comparison.backbone.file", "comparison.backbone.weights");

    private SettingsDifference() {}

    /**
     * Throws if the settings of a file are not those of a run.
     *
     * @throws FileException that names the first setting that differs
     * @throws ModelException if the file's settings cannot be read
     */
    public static void refuse(Path file, String ofFile, String ofRun) {
        try {
            // As this version writes them: a file of an earlier version may hold the same settings in another form.
            String theirs = RunSettings.of(ofFile).text();
            String difference = first("", RunJson.tree(theirs), RunJson.tree(ofRun));
            if (difference != null) {
                throw new FileException("%s was made with other settings: %s".formatted(file, difference));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new ModelException("%s: its settings cannot be read".formatted(file), e);
        }
    }

    private static @Nullable String first(String name, JsonNode theirs, JsonNode ours) {
        if (NO_EFFECT.contains(name)) {
            return null;
        }
        if (theirs.isObject() && ours.isObject()) {
            TreeSet<String> fields = new TreeSet<>();
            theirs.fieldNames().forEachRemaining(fields::add);
            ours.fieldNames().forEachRemaining(fields::add);
            return fields.stream()
                    .map(field ->
                            first(name.isEmpty() ? field : name + "." + field, theirs.path(field), ours.path(field)))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        return theirs.equals(ours) ? null : "%s is %s, in this run it is %s".formatted(name, theirs, ours);
    }
}

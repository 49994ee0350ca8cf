package io.github.dann4j.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** The number of the format that recipes, results and models are written in. */
public final class RecordFormat implements Consumer<ObjectNode> {
    /**
     * The current format: 2 added the settings of methods by name, 3 added features as a network's input. Files without
     * a number precede these.
     */
    public static final int CURRENT = 3;

    /**
     * Removes the format number from a record's fields.
     *
     * @throws IllegalArgumentException if it is not one that this version reads
     */
    public static void require(ObjectNode fields) {
        JsonNode format = fields.remove("format");
        if (format != null && !(format.isInt() && format.asInt() >= 1 && format.asInt() <= CURRENT)) {
            throw new IllegalArgumentException("its format is " + format + ", and this version reads formats up to "
                    + CURRENT + "; read it with the version that wrote it, or a newer one");
        }
    }

    @Override
    public void accept(ObjectNode fields) {
        require(fields);
    }
}

package io.github.dann4j.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/** Points of curves from before methods had terms by name: their figures stood beside the other values, null where a method had none. */
final class EarlierCurvePoint implements Consumer<ObjectNode> {
    /** Of a point, what is not a term. */
    private static final List<String> NO_TERMS =
            List.of("step", "learningRate", "sourceAccuracy", "targetAccuracy", "terms");

    @Override
    public void accept(ObjectNode point) {
        if (point.has("terms")) {
            return;
        }
        ObjectNode terms = point.objectNode();
        point.properties().stream()
                .filter(field ->
                        !NO_TERMS.contains(field.getKey()) && !field.getValue().isNull())
                .forEach(field -> terms.set(field.getKey(), field.getValue()));
        point.retain(NO_TERMS);
        point.set("terms", terms);
    }
}

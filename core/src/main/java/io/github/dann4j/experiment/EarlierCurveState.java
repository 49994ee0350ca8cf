package io.github.dann4j.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Consumer;

/** States of curves from before methods had terms by name: five sums, and how many updates they were of. */
final class EarlierCurveState implements Consumer<ObjectNode> {
    @Override
    public void accept(ObjectNode standing) {
        if (standing.has("means") || !standing.has("updates")) {
            return;
        }
        int updates = standing.remove("updates").asInt();
        ObjectNode means = standing.objectNode();
        for (Map.Entry<String, String> sum : Map.of(
                        "labelLosses", "labelLoss",
                        "domainLosses", "domainLoss",
                        "labelGradients", "labelGradient",
                        "domainGradients", "domainGradient")
                .entrySet()) {
            double value = standing.remove(sum.getKey()).asDouble(Double.NaN);
            if (updates > 0 && !Double.isNaN(value)) {
                means.putObject(sum.getValue()).put("sum", value).put("count", updates);
            }
        }
        standing.set("means", means);
    }
}

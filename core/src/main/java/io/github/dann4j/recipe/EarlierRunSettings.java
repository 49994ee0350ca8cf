package io.github.dann4j.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Written before there was a choice of device. */
final class EarlierRunSettings implements Consumer<ObjectNode> {
    @Override
    public void accept(ObjectNode fields) {
        if (!fields.has("device")) {
            fields.put("device", "cpu");
        }
    }
}

package io.github.dann4j.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Cards of models that were saved when all models were of images. */
final class EarlierCard implements Consumer<ObjectNode> {
    @Override
    public void accept(ObjectNode card) {
        RecordFormat.require(card);
        if (card.path("preprocessing") instanceof ObjectNode preprocessing && !preprocessing.has("type")) {
            preprocessing.put("type", "image");
        }
    }
}

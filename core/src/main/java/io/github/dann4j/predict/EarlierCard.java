package io.github.dann4j.predict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dann4j.recipe.RecordFormat;
import java.util.function.Consumer;

/**
 * Cards of models that were saved when all models were of images, before the sizes of the images were stored, or when
 * the field with these sizes had another name.
 */
final class EarlierCard implements Consumer<ObjectNode> {
    @Override
    public void accept(ObjectNode card) {
        RecordFormat.require(card);
        if (!card.has("imageSizes")) {
            JsonNode sizes = card.remove("pictures");
            card.set("imageSizes", sizes == null ? card.arrayNode() : sizes);
        }
        if (card.path("preprocessing") instanceof ObjectNode preprocessing && !preprocessing.has("type")) {
            preprocessing.put("type", "image");
        }
    }
}

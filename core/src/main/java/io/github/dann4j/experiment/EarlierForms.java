package io.github.dann4j.experiment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dann4j.data.Augmentation;
import io.github.dann4j.data.StrongAugmentation;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.NetworkSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Records that earlier versions wrote in another form are brought to today's before they are read. */
final class EarlierForms extends BeanDeserializerModifier {
    /**
     * The form of today: 2 since methods have settings by name, 3 since a network's input may be features. Files without a number are of
     * the form before these.
     */
    static final int FORMAT = 3;

    private static final long serialVersionUID = 1L;

    /** Of a point of the curves, what is not a term. */
    private static final List<String> NO_TERMS =
            List.of("step", "learningRate", "sourceAccuracy", "targetAccuracy", "terms");

    private static final Map<Class<?>, Consumer<ObjectNode>> CHANGES = Map.of(
            Comparison.class, EarlierForms::comparison,
            ComparisonRecord.class, EarlierForms::requireKnown,
            SavedModel.Card.class, EarlierForms::card,
            Recipe.class, EarlierForms::recipe,
            NetworkSpec.class, EarlierForms::network,
            Layer.Convolution.class, EarlierForms::convolution,
            RunRecord.CurvePoint.class, EarlierForms::point,
            LearningCurve.Standing.class, EarlierForms::standing);

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription description, JsonDeserializer<?> usual) {
        Consumer<ObjectNode> change = CHANGES.get(description.getBeanClass());
        return change == null ? usual : new Changing(usual, change);
    }

    private static final class Changing extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        private final transient Consumer<ObjectNode> change;

        Changing(JsonDeserializer<?> usual, Consumer<ObjectNode> change) {
            super(usual);
            this.change = change;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> other) {
            return new Changing(other, change);
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode tree = context.readTree(json);
            if (tree instanceof ObjectNode fields) {
                try {
                    change.accept(fields);
                } catch (IllegalArgumentException e) {
                    throw JsonMappingException.from(json, e.getMessage(), e);
                }
            }
            try (JsonParser changed = tree.traverse(json.getCodec())) {
                changed.nextToken();
                return super.deserialize(changed, context);
            }
        }
    }

    private static void requireKnown(ObjectNode fields) {
        JsonNode format = fields.remove("format");
        if (format != null && !(format.isInt() && format.asInt() >= 1 && format.asInt() <= FORMAT)) {
            throw new IllegalArgumentException("its format is " + format + ", and this version reads those up to "
                    + FORMAT + "; read it with the version that wrote it, or a newer one");
        }
    }

    private static void comparison(ObjectNode comparison) {
        if (!comparison.has("from")) {
            // Written before trainings could begin from a model.
            comparison.putNull("from");
        }
    }

    private static void recipe(ObjectNode recipe) {
        requireKnown(recipe);
        if (!recipe.has("augmentation") && recipe.has("network")) {
            // Written before recipes could augment.
            recipe.putPOJO("augmentation", Augmentation.NONE);
            recipe.put("augmentBelow", 0);
        }
        if (!recipe.has("strong") && recipe.has("network")) {
            // Written before any method asked for strong views.
            recipe.putPOJO("strong", StrongAugmentation.DEFAULT);
        }
        if (recipe.remove("dann") instanceof ObjectNode dann) {
            if (!dann.has("warmUp")) {
                // Written before DANN could warm up.
                dann.put("warmUp", 0).put("resample", false);
            }
            recipe.putObject("methods").set("dann", dann);
        }
    }

    /** All models were of images. */
    private static void card(ObjectNode card) {
        requireKnown(card);
        if (card.path("preprocessing") instanceof ObjectNode preprocessing && !preprocessing.has("type")) {
            preprocessing.put("type", "image");
        }
    }

    /** Two heads by name were two fields, and all networks were of images. */
    private static void network(ObjectNode network) {
        if (network.has("inputSize") && network.has("inputChannels")) {
            JsonNode size = network.remove("inputSize");
            JsonNode channels = network.remove("inputChannels");
            ObjectNode input = network.putObject("input");
            input.put("type", "images").set("size", size);
            input.set("channels", channels);
        }
        if (network.has("labelHead") && network.has("domainHead")) {
            JsonNode labels = network.remove("labelHead");
            JsonNode domains = network.remove("domainHead");
            ObjectNode heads = network.putObject("heads");
            head(heads.putObject(NetworkSpec.LABELS), labels);
            head(heads.putObject(NetworkSpec.DOMAINS), domains);
        }
    }

    private static void convolution(ObjectNode convolution) {
        if (!convolution.has("stride")) {
            // Written before convolutions had one.
            convolution.put("stride", 1);
        }
    }

    private static void head(ObjectNode head, JsonNode layers) {
        head.set("layers", layers);
        head.putObject("input").put("type", "features");
    }

    /** The terms of a point stand beside its other values; earlier ones are null where a method has none. */
    private static void point(ObjectNode point) {
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

    /** Means of named terms were five sums. */
    private static void standing(ObjectNode standing) {
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

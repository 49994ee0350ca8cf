package io.github.dann4j.recipe;

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
import com.fasterxml.jackson.databind.util.ClassUtil;
import io.github.dann4j.adapt.selftraining.MeanTeacher;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Provenance;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.StrongAugmentation;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.NetworkSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Converts records in the form of earlier versions to the current form before they are read. */
final class EarlierForms extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    private static final Map<Class<?>, Consumer<ObjectNode>> CHANGES = Map.of(
            Comparison.class, EarlierForms::comparison,
            BackboneRecord.class, EarlierForms::backbone,
            Recipe.class, EarlierForms::recipe,
            NetworkSpec.class, EarlierForms::network,
            Augmentation.class, EarlierForms::augmentation,
            Layer.Convolution.class, EarlierForms::convolution,
            MeanTeacher.Settings.class, EarlierForms::meanTeacher);

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription description, JsonDeserializer<?> usual) {
        EarlierForm ofTheRecord = description.getBeanClass().getAnnotation(EarlierForm.class);
        Consumer<ObjectNode> change = ofTheRecord == null
                ? CHANGES.get(description.getBeanClass())
                : ClassUtil.createInstance(ofTheRecord.value(), true);
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

    private static void comparison(ObjectNode comparison) {
        if (!comparison.has("from")) {
            // Written before trainings could start from a model.
            comparison.putNull("from");
        }
        if (!comparison.has("backbone")) {
            // Written before images could be taken by a backbone.
            comparison.putNull("backbone");
        }
    }

    private static void backbone(ObjectNode backbone) {
        if (!backbone.has("weights")) {
            // Written before the origin and the licence of weights were recorded.
            backbone.putPOJO("weights", Provenance.notRecorded());
        }
    }

    private static void recipe(ObjectNode recipe) {
        RecordFormat.require(recipe);
        if (!recipe.has("augmentation") && recipe.has("network")) {
            // Written before recipes could augment.
            recipe.putPOJO("augmentation", Augmentation.NONE);
            recipe.put("augmentBelow", 0);
        }
        if (!recipe.has("strong") && recipe.has("network")) {
            // Written before any method needed strong views.
            recipe.putPOJO("strong", StrongAugmentation.DEFAULT);
        }
        if (!recipe.has("targetLabels") && recipe.has("network")) {
            // Written before trainings could learn from labels of the target.
            recipe.put("targetLabels", 0);
        }
        if (recipe.remove("dann") instanceof ObjectNode dann) {
            if (!dann.has("warmUp")) {
                // Written before DANN could warm up.
                dann.put("warmUp", 0).put("resample", false);
            }
            recipe.putObject("methods").set("dann", dann);
        }
    }

    /** Converts a network: its two heads were two fields, and all networks took images. */
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
        if (!network.has("initialisation")) {
            // Written when all networks began with such weights.
            network.put("initialisation", NetworkSpec.Initialisation.UNIFORM.name());
        }
    }

    private static void augmentation(ObjectNode augmentation) {
        for (String added : List.of("shear", "recolouring", "clutter", "brightness", "noise")) {
            // Written before images could be sheared, recoloured, cluttered, brightened and made noisy.
            if (!augmentation.has(added)) {
                augmentation.put(added, 0.0);
            }
        }
        // Written before images could be cropped and mirrored.
        if (!augmentation.has("crop")) {
            augmentation.put("crop", 1.0);
        }
        if (!augmentation.has("flip")) {
            augmentation.put("flip", 0.0);
        }
    }

    private static void convolution(ObjectNode convolution) {
        if (!convolution.has("stride")) {
            // Written before convolutions had a stride.
            convolution.put("stride", 1);
        }
    }

    private static void meanTeacher(ObjectNode settings) {
        if (!settings.has("relative") && !settings.has("aligned")) {
            // Written before thresholds could be relative and predictions aligned.
            settings.put("relative", false).put("aligned", false);
        }
    }

    private static void head(ObjectNode head, JsonNode layers) {
        head.set("layers", layers);
        head.putObject("input").put("type", "features");
    }
}

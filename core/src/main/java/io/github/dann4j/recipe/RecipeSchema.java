package io.github.dann4j.recipe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.DataKind;
import io.github.dann4j.model.NetworkSpec;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a recipe file, derived from the records that it is read into. It defines the keys and the type of
 * each value; the records alone know which numbers are valid, and check them when a recipe is read.
 */
final class RecipeSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Keys that may be absent: {@link EarlierForms} knows their values then. */
    private static final Set<String> OPTIONAL = Set.of(
            "Recipe.strong",
            "Recipe.targetLabels",
            "NetworkSpec.initialisation",
            "Augmentation.shear",
            "Augmentation.recolouring",
            "Augmentation.clutter",
            "Augmentation.brightness",
            "Augmentation.noise",
            "Augmentation.crop",
            "Augmentation.flip",
            "Convolution.stride",
            "Settings.relative",
            "Settings.aligned");

    private static final String NETWORK = "network";
    private static final String METHODS = "methods";

    private final Properties texts = texts();
    private final ObjectNode definitions = JSON.objectNode();

    private RecipeSchema() {}

    /** Returns the schema as indented JSON, of the draft 2020-12. */
    static String text() {
        return RunJson.write(new RecipeSchema().schema());
    }

    /** The descriptions of keys, by the name of their record, a dot and their own. */
    static Properties texts() {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(RecipeSchema.class.getResourceAsStream("recipe-texts.properties")),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new IllegalStateException("a resource can be read", e);
        }
        return texts;
    }

    private ObjectNode schema() {
        ObjectNode properties = JSON.objectNode();
        for (RecordComponent component : Recipe.class.getRecordComponents()) {
            properties.set(
                    component.getName(),
                    switch (component.getName()) {
                        case NETWORK -> network();
                        case METHODS -> methods();
                        default -> property(component);
                    });
        }
        template(properties);
        properties.properties().forEach(one -> describe((ObjectNode) one.getValue(), "Recipe." + one.getKey()));
        ObjectNode whole = JSON.objectNode();
        whole.set(
                "required",
                strings(Arrays.stream(Recipe.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .filter(name -> !OPTIONAL.contains("Recipe." + name))
                        .toList()));
        ObjectNode extending = JSON.objectNode();
        extending.set("required", strings(List.of(RecipeTemplate.EXTENDS)));

        ObjectNode schema = JSON.objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "A recipe of dann4j")
                .put("type", "object");
        schema.set("properties", properties);
        schema.put("additionalProperties", false);
        schema.putArray("anyOf").add(extending).add(whole);
        schema.set("$defs", definitions);
        return schema;
    }

    /** Adds the keys of the file that do not belong to the recipe itself. */
    private void template(ObjectNode properties) {
        ObjectNode changes = JSON.objectNode().put("type", "object");
        changes.putObject("propertyNames")
                .put(
                        "pattern",
                        "^(%s)(\\.[A-Za-z0-9-]+)*$"
                                .formatted(String.join(
                                        "|",
                                        Stream.of(Recipe.class.getRecordComponents())
                                                .map(RecordComponent::getName)
                                                .toList())));
        ObjectNode kinds = JSON.objectNode().put("type", "array");
        kinds.set("items", choice(names(DataKind.values())));
        ObjectNode variant = JSON.objectNode().put("type", "object");
        defaults(variant.putObject("properties")
                .<ObjectNode>set("either", kinds)
                .<ObjectNode>set("source", kinds)
                .set(RecipeTemplate.SET, changes));
        variant.put("additionalProperties", false);

        properties.putObject(RecipeTemplate.SCHEMA).put("type", "string");
        properties.putObject("format").put("type", "integer").put("minimum", 1).put("maximum", RecordFormat.CURRENT);
        properties.set(
                RecipeTemplate.EXTENDS,
                choice(Arrays.stream(Preset.values()).map(Preset::label).toList()));
        properties.set(RecipeTemplate.SET, changes.deepCopy());
        properties.putObject(RecipeTemplate.VARIANTS).put("type", "array").set("items", variant);
        properties.putObject(RecipeTemplate.PURPOSE).put("type", "string");
        defaults(properties);
    }

    /** Adds what compare and train train by default. */
    private static void defaults(ObjectNode properties) {
        List<String> methods = Methods.all().stream().map(MethodType::name).toList();
        properties.putObject(RecipeTemplate.COMPARE).put("type", "array").set("items", choice(methods));
        properties.set(RecipeTemplate.TRAIN, choice(methods));
        properties.putObject(RecipeTemplate.SEEDS).put("type", "integer").put("minimum", 1);
    }

    /** A named network, or one that is written out. */
    private ObjectNode network() {
        ObjectNode ofItsOwnSize = JSON.objectNode().put("type", "object");
        ObjectNode initialisation = choice(names(NetworkSpec.Initialisation.values()));
        ofItsOwnSize
                .putObject("properties")
                .<ObjectNode>set(RecipeTemplate.NAMED, choice(RecipeTemplate.OF_THEIR_OWN_SIZE))
                .set(RecipeTemplate.INITIALISATION, initialisation);
        ofItsOwnSize.put("additionalProperties", false).set("required", strings(List.of(RecipeTemplate.NAMED)));
        ObjectNode ofAnySize = JSON.objectNode().put("type", "object");
        ofAnySize
                .putObject("properties")
                .<ObjectNode>set(RecipeTemplate.NAMED, choice(RecipeTemplate.OF_ANY_SIZE))
                .<ObjectNode>set(RecipeTemplate.INITIALISATION, initialisation.deepCopy())
                .putObject(RecipeTemplate.INPUT_SIZE)
                .put("type", "integer")
                .put("minimum", 1);
        ofAnySize
                .put("additionalProperties", false)
                .set("required", strings(List.of(RecipeTemplate.NAMED, RecipeTemplate.INPUT_SIZE)));
        ObjectNode network = JSON.objectNode();
        network.putArray("oneOf").add(ofItsOwnSize).add(ofAnySize).add(reference(NetworkSpec.class));
        return network;
    }

    /** Settings of methods by their names, each with its own record. */
    private ObjectNode methods() {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (MethodType<?> method : Methods.all()) {
            properties.set(
                    method.name(), reference(method.defaults().getClass()).put("title", method.title()));
        }
        return schema.put("additionalProperties", false);
    }

    private ObjectNode property(RecordComponent component) {
        return of(component.getAnnotatedType());
    }

    private ObjectNode of(AnnotatedType annotated) {
        ObjectNode schema = ofType(annotated);
        if (!annotated.isAnnotationPresent(Nullable.class)) {
            return schema;
        }
        ObjectNode nullable = JSON.objectNode();
        nullable.putArray("anyOf").add(schema).add(JSON.objectNode().put("type", "null"));
        return nullable;
    }

    private ObjectNode ofType(AnnotatedType annotated) {
        Type type = annotated.getType();
        if (type instanceof ParameterizedType generic) {
            AnnotatedType[] arguments = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
            ObjectNode schema = JSON.objectNode();
            if (generic.getRawType() == Map.class) {
                schema.put("type", "object").set("additionalProperties", of(arguments[1]));
                return schema;
            }
            if (generic.getRawType() instanceof Class<?> raw && Collection.class.isAssignableFrom(raw)) {
                schema.put("type", "array").set("items", of(arguments[0]));
                return schema;
            }
        }
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        throw new IllegalStateException("a recipe has no value of type " + type.getTypeName());
    }

    private ObjectNode ofClass(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return JSON.objectNode().put("type", "integer");
        }
        if (type == double.class || type == Double.class) {
            return JSON.objectNode().put("type", "number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return JSON.objectNode().put("type", "boolean");
        }
        if (type == String.class) {
            return JSON.objectNode().put("type", "string");
        }
        if (type.isEnum()) {
            return choice(names(type.getEnumConstants()));
        }
        if (type.isRecord() || type.isSealed()) {
            return reference(type);
        }
        throw new IllegalStateException("a recipe has no value of type " + type.getName());
    }

    private static List<String> names(Object[] constants) {
        return Arrays.stream(constants)
                .map(constant -> ((Enum<?>) constant).name())
                .toList();
    }

    /**
     * Returns a reference to a definition; a definition may refer to itself, as a layer that is made of layers does.
     */
    private ObjectNode reference(Class<?> type) {
        String name =
                type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
        if (!definitions.has(name)) {
            definitions.putObject(name); // first, so that the definition can refer to itself
            definitions.set(name, type.isRecord() ? record(type, null) : choices(type));
        }
        return JSON.objectNode().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode choices(Class<?> type) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode all = schema.putArray("oneOf");
        for (Class<?> option : type.getPermittedSubclasses()) {
            all.add(record(option, RunJson.choiceName(type, option)));
        }
        return schema;
    }

    /** @param choice value of {@code "type"}; null for a record that is not one of several choices */
    private ObjectNode record(Class<?> type, @Nullable String choice) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        if (choice != null) {
            properties.putObject("type").put("const", choice);
        }
        for (RecordComponent component : type.getRecordComponents()) {
            ObjectNode property = property(component);
            describe(property, type.getSimpleName() + "." + component.getName());
            properties.set(component.getName(), property);
        }
        schema.put("additionalProperties", false);
        ArrayNode required = schema.putArray("required");
        properties.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !OPTIONAL.contains(type.getSimpleName() + "." + name))
                .forEach(required::add);
        return schema;
    }

    private void describe(ObjectNode schema, String key) {
        String text = texts.getProperty(key);
        if (text != null) {
            schema.put("description", text);
        }
    }

    private static ObjectNode choice(List<String> names) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        schema.set("enum", strings(names));
        return schema;
    }

    private static ArrayNode strings(List<String> values) {
        ArrayNode array = JSON.arrayNode();
        values.forEach(array::add);
        return array;
    }
}

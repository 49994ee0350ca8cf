package io.github.dann4j.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.DataKind;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Initialisation;
import io.github.dann4j.model.Networks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A recipe file: JSON with comments in the form of a {@link Recipe}, with some optional additions:
 *
 * <ul>
 *   <li>{@code "extends"}: name of a shipped recipe to start from; {@code "set"} changes values of it, by their keys
 *   <li>{@code "network": {"named": "bottleneck", "inputSize": 32}}: one of {@link Networks}, with as many classes as
 *       the source; {@code "initialisation"} may be one of {@link Initialisation}
 *   <li>{@code "variants"}: changes for pairs of certain {@linkplain DataKind kinds} of data, in either domain or in
 *       the source, by {@code "set"} and by the last three keys below
 *   <li>{@code "$schema"}: the location of the {@linkplain RecipeSchema schema}, for editors; ignored here
 *   <li>{@code "purpose"}, {@code "compare"}, {@code "seeds"}, {@code "train"}: its purpose, and what {@code compare}
 *       and {@code train} train by default
 * </ul>
 */
final class RecipeTemplate {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The network for vectors of features. */
    private static final String PERCEPTRON = "perceptron";

    /** The network for the features of a frozen backbone. */
    private static final String ADAPTER = "adapter";

    /** The recipe whose defaults hold for those that have none. */
    private static final String BASE = "best";

    static final String EXTENDS = "extends";
    static final String SET = "set";
    static final String VARIANTS = "variants";
    static final String PURPOSE = "purpose";
    static final String COMPARE = "compare";
    static final String SEEDS = "seeds";
    static final String TRAIN = "train";

    /** The key by which editors find the schema of a file. */
    static final String SCHEMA = "$schema";

    private static final List<String> OWN = List.of(EXTENDS, SET, VARIANTS, PURPOSE, COMPARE, SEEDS, TRAIN, SCHEMA);

    /** What is trained by default; a variant may say it too. */
    static final List<String> DEFAULTS = List.of(COMPARE, TRAIN, SEEDS);

    /** Names of networks that have an input size of their own. */
    static final List<String> OF_THEIR_OWN_SIZE = List.of("mnist", "svhn", "gtsrb", PERCEPTRON, ADAPTER);

    /** Names of networks that take any input size, which must be given unless they have one of their own. */
    static final List<String> OF_ANY_SIZE = List.of(
            "mnist", "bottleneck", "narrow-bottleneck", "lenet", "dtn", "self-ensembling", "vada", "associative");

    /** The input size of the network mnist where none is given: that of the dataset. */
    private static final int MNIST_SIZE = 28;

    static final String NAMED = "named";
    static final String INPUT_SIZE = "inputSize";
    static final String INITIALISATION = "initialisation";

    private static final List<String> KEYS_OF_NAMED = List.of(NAMED, INPUT_SIZE, INITIALISATION);

    private final ObjectNode fields;

    private RecipeTemplate(ObjectNode fields) {
        this.fields = fields;
    }

    /**
     * Returns the shipped recipe with this name.
     *
     * @throws DataException if there is none
     */
    static RecipeTemplate shipped(String name) {
        List<String> names = Arrays.stream(Preset.values()).map(Preset::label).toList();
        if (!names.contains(name)) {
            throw new DataException(
                    "no shipped recipe '%s'; the shipped recipes are %s".formatted(name, String.join(", ", names)));
        }
        try (InputStream in =
                Objects.requireNonNull(RecipeTemplate.class.getResourceAsStream("recipes/" + name + ".json"))) {
            return of(tree(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException("a resource can be read", e);
        }
    }

    /** @throws JsonProcessingException if the text is not JSON, where comments are allowed */
    static JsonNode tree(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** @throws DataException if it extends an unknown recipe, or sets a value that this recipe does not have */
    static RecipeTemplate of(JsonNode tree) {
        if (!(tree instanceof ObjectNode own)) {
            throw new DataException("expected a JSON object");
        }
        ObjectNode fields = own.deepCopy();
        if (own.has(EXTENDS)) {
            ObjectNode base = shipped(own.path(EXTENDS).asText()).fields.deepCopy();
            own.properties().stream()
                    .filter(field ->
                            !field.getKey().equals(EXTENDS) && !field.getKey().equals(SET))
                    .forEach(field -> base.set(field.getKey(), field.getValue()));
            if (!own.has(VARIANTS)) {
                base.path(VARIANTS).forEach(variant -> forget(variant, own));
            }
            fields = base;
        }
        set(fields, own.path(SET));
        fields.remove(List.of(EXTENDS, SET));
        return new RecipeTemplate(fields);
    }

    /** Removes from a variant of the base what the extending recipe says itself. */
    private static void forget(JsonNode variant, ObjectNode own) {
        if (variant.path(SET) instanceof ObjectNode changes) {
            List<String> given = changes.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(key -> own.path(SET).has(key) || own.has(key.split("\\.")[0]))
                    .toList();
            changes.remove(given);
        }
        if (variant instanceof ObjectNode defaults) {
            defaults.remove(DEFAULTS.stream().filter(own::has).toList());
        }
    }

    private static void set(ObjectNode fields, JsonNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String key = change.getKey();
            JsonNode parent = fields;
            String[] names = key.split("\\.");
            for (int i = 0; i < names.length - 1; i++) {
                parent = parent.path(names[i]);
            }
            if (!(parent instanceof ObjectNode object) || !object.has(names[names.length - 1])) {
                throw new DataException("\"set\" changes '%s', but there is no such value".formatted(key));
            }
            object.set(names[names.length - 1], change.getValue());
        }
    }

    /** The purpose in a few words. */
    String purpose() {
        return fields.path(PURPOSE).asText();
    }

    /**
     * What is trained by default on a pair of datasets; that of {@code best} where this recipe does not say.
     *
     * @throws DataException if a method is unknown or there are no seeds
     */
    RecipeDefaults defaults(DatasetInfo source, DatasetInfo target) {
        ObjectNode all = shipped(BASE).withVariants(source, target);
        ObjectNode own = withVariants(source, target);
        DEFAULTS.stream().filter(own::has).forEach(key -> all.set(key, own.path(key)));
        try {
            return new RecipeDefaults(
                    texts(all.path(COMPARE)).stream()
                            .<MethodType<?>>map(Methods::of)
                            .toList(),
                    Methods.of(all.path(TRAIN).asText()),
                    all.path(SEEDS).asInt());
        } catch (IllegalArgumentException e) {
            throw new DataException(Objects.requireNonNull(e.getMessage()), e);
        }
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /**
     * Returns the recipe for a pair of datasets. It depends on the kind of their images, never on results.
     *
     * @throws JsonProcessingException if a value is missing or not valid
     */
    Recipe recipe(DatasetInfo source, DatasetInfo target) throws JsonProcessingException {
        ObjectNode recipe = withVariants(source, target);
        recipe.remove(OWN);
        if (recipe.path("network").has(NAMED)) {
            NetworkSpec network = named(recipe.path("network"), source);
            recipe.set("network", RunJson.tree(RunJson.write(network)));
        }
        return RunJson.read(recipe.toString(), Recipe.class);
    }

    /** Returns a copy of the fields with the changes of the variants that apply to a pair. */
    private ObjectNode withVariants(DatasetInfo source, DatasetInfo target) {
        ObjectNode changed = fields.deepCopy();
        for (JsonNode variant : fields.path(VARIANTS)) {
            List<String> either = texts(variant.path("either"));
            boolean applies = either.contains(source.kind().name())
                    || either.contains(target.kind().name())
                    || texts(variant.path("source")).contains(source.kind().name());
            if (applies) {
                set(changed, variant.path(SET));
                DEFAULTS.stream().filter(variant::has).forEach(key -> changed.set(key, variant.path(key)));
            }
        }
        return changed;
    }

    private static NetworkSpec named(JsonNode network, DatasetInfo source) {
        String name = network.path(NAMED).asText();
        int classes = source.classes();
        if (source.isFeatures() != (name.equals(PERCEPTRON) || name.equals(ADAPTER))) {
            throw new DataException(
                    source.isFeatures()
                            ? "%s holds vectors of features, but the network %s takes images; use the network %s, as preset dann does"
                                    .formatted(source.name(), name, PERCEPTRON)
                            : "%s holds images, but the network %s takes vectors of features"
                                    .formatted(source.name(), name));
        }
        for (Map.Entry<String, JsonNode> field : network.properties()) {
            if (!KEYS_OF_NAMED.contains(field.getKey())) {
                throw new DataException("a named network has no '%s'; its keys are %s"
                        .formatted(field.getKey(), String.join(", ", KEYS_OF_NAMED)));
            }
        }
        NetworkSpec spec = named(name, classes, network, source);
        return network.has(INITIALISATION) ? spec.with(initialisation(network.path(INITIALISATION))) : spec;
    }

    private static Initialisation initialisation(JsonNode name) {
        return Arrays.stream(Initialisation.values())
                .filter(one -> name.isTextual() && one.name().equals(name.asText()))
                .findFirst()
                .orElseThrow(() -> new DataException("no initialisation %s; the initialisations are %s"
                        .formatted(
                                name,
                                Arrays.stream(Initialisation.values())
                                        .map(Initialisation::name)
                                        .collect(Collectors.joining(", ")))));
    }

    private static NetworkSpec named(String name, int classes, JsonNode network, DatasetInfo source) {
        return switch (name) {
            case "mnist" -> Networks.mnist(classes, network.has(INPUT_SIZE) ? inputSize(network) : MNIST_SIZE);
            case "svhn" -> ofItsOwnSize(Networks.svhn(classes), network);
            case "gtsrb" -> ofItsOwnSize(Networks.gtsrb(classes), network);
            case "bottleneck" -> Networks.bottleneck(classes, inputSize(network));
            case "narrow-bottleneck" -> Networks.narrowBottleneck(classes, inputSize(network));
            case "lenet" -> DigitNetworks.lenet(classes, inputSize(network));
            case "dtn" -> DigitNetworks.dtn(classes, inputSize(network));
            case "self-ensembling" -> DigitNetworks.selfEnsembling(classes, inputSize(network));
            case "vada" -> DigitNetworks.vada(classes, inputSize(network));
            case "associative" -> DigitNetworks.associative(classes, inputSize(network));
            case ADAPTER -> ofItsOwnSize(Networks.adapter(classes, source.columns()), network);
            case PERCEPTRON -> ofItsOwnSize(Networks.perceptron(classes, source.columns()), network);
            default ->
                throw new DataException("no network '%s'; the networks are %s"
                        .formatted(
                                name,
                                Stream.of(OF_THEIR_OWN_SIZE, OF_ANY_SIZE)
                                        .flatMap(List::stream)
                                        .distinct()
                                        .collect(Collectors.joining(", "))));
        };
    }

    private static int inputSize(JsonNode network) {
        JsonNode size = network.path(INPUT_SIZE);
        if (!size.isInt() || size.asInt() < 1) {
            throw new DataException("the network %s needs an inputSize, an integer of at least 1, got %s"
                    .formatted(network.path(NAMED).asText(), size.isMissingNode() ? "none" : size));
        }
        return size.asInt();
    }

    private static NetworkSpec ofItsOwnSize(NetworkSpec spec, JsonNode network) {
        if (network.has(INPUT_SIZE)) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "the network %s has a fixed input, %s; remove inputSize",
                    spec.name(),
                    spec.input() instanceof NetworkInput.Images images ? images.size() + " pixels" : "the columns"));
        }
        return spec;
    }
}

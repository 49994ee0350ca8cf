package io.github.dann4j.recipe;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.data.prepare.Preprocessing;
import io.github.dann4j.model.HeadInput;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes records as JSON and reads them back; a record of a sealed interface carries its name as {@code "type"}. */
public final class RunJson {
    private static final List<Class<?>> CHOICES = List.of(
            Layer.class,
            HeadInput.class,
            NetworkInput.class,
            Preprocessing.class,
            LearningRate.class,
            OptimizerSettings.class);

    private static final ObjectMapper MAPPER = mapper();
    private static final ObjectWriter WRITER =
            MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Choice {}

    private interface WithMethods {
        @JsonDeserialize(using = MethodSettingsReader.class)
        Map<String, Record> methods();
    }

    private interface WithoutFolder {
        @JsonSerialize(using = FileNameWriter.class)
        String file();
    }

    /** Writes only the name of a file: what is stored is shared, and folders are those of one machine. */
    private static final class FileNameWriter extends JsonSerializer<String> {
        @Override
        public void serialize(String file, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(String.valueOf(Path.of(file).getFileName()));
        }
    }

    /** Refuses null for every component of a record that is not {@link Nullable}. */
    private static final class NullsRefused extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonSetter.Value findSetterInfo(Annotated member) {
            if (member instanceof AnnotatedParameter parameter
                    && parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor
                    && !constructor.getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(
                            Nullable.class)) {
                return JsonSetter.Value.forValueNulls(Nulls.FAIL);
            }
            return super.findSetterInfo(member);
        }
    }

    /** Reads a method by its name. */
    private static final class MethodReader extends JsonDeserializer<MethodType<?>> {
        @Override
        public MethodType<?> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            // Earlier versions wrote the constants of an enum.
            String name = json.getText().toLowerCase(Locale.ROOT).replace('_', '-');
            try {
                return Methods.of(name);
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(json.getText(), MethodType.class, e.getMessage());
            }
        }
    }

    /** Reads the settings of methods; the name decides which record they are. */
    private static final class MethodSettingsReader extends JsonDeserializer<Map<String, Record>> {
        @Override
        public Map<String, Record> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            Map<String, Record> settings = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> one : context.readTree(json).properties()) {
                MethodType<?> method = Methods.find(one.getKey())
                        .orElseThrow(() -> JsonMappingException.from(
                                json,
                                "there are settings for '%s', which is not a method; the methods are %s"
                                        .formatted(one.getKey(), Methods.all())));
                try {
                    settings.put(
                            one.getKey(),
                            context.readTreeAsValue(
                                    one.getValue(), method.defaults().getClass()));
                } catch (JsonMappingException e) {
                    e.prependPath(settings, one.getKey());
                    throw e;
                }
            }
            return settings;
        }
    }

    private RunJson() {}

    private static ObjectMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                // These values decide results, so no value is converted silently.
                .annotationIntrospector(new NullsRefused())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
        for (Class<?> choice : CHOICES) {
            builder.addMixIn(choice, Choice.class);
            for (Class<?> option : choice.getPermittedSubclasses()) {
                builder.registerSubtypes(new NamedType(option, choiceName(choice, option)));
            }
        }
        SimpleModule methods = new SimpleModule();
        methods.addSerializer(MethodType.class, ToStringSerializer.instance);
        methods.addDeserializer(MethodType.class, new MethodReader());
        methods.setDeserializerModifier(new EarlierForms());
        builder.addModule(methods);
        builder.addMixIn(Recipe.class, WithMethods.class);
        builder.addMixIn(BackboneRecord.class, WithoutFolder.class);
        return builder.build();
    }

    /** The value of {@code "type"} for a record of a sealed interface. */
    static String choiceName(Class<?> choice, Class<?> option) {
        // An ImagePreprocessing is a preprocessing of the type "image".
        String name = option.getSimpleName().replaceFirst("(?<=.)" + choice.getSimpleName() + "$", "");
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Returns indented JSON; equal values give the same text. */
    public static String write(Object value) {
        try {
            return WRITER.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every record can be written", e);
        }
    }

    /** Returns JSON in one line, with a line break at its end. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every record can be written", e);
        }
    }

    /** @throws JsonProcessingException if the text is not JSON */
    public static JsonNode tree(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** @throws JsonProcessingException if the text is not such a value, or if its record rejects it */
    public static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        T value = readOrNull(text, type);
        if (value == null) {
            throw MismatchedInputException.from(null, type, "it is null");
        }
        return value;
    }

    /** Like {@link #read}, but null is a valid value. */
    public static <T> @Nullable T readOrNull(String text, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(text, type);
    }

    /** Describes for people what is wrong with a text, and where. */
    public static String problem(JsonProcessingException failure) {
        String where = failure instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        String what = failure.getOriginalMessage()
                .replaceFirst(" \\(index .*", "")
                .replaceFirst(" \\(but (could|might) if coercion .*", "")
                .replaceFirst("(?s)Cannot construct instance of .*?, problem: ", "")
                .replaceAll("\\s*\\R\\s*", " ");
        if (where.isEmpty()) {
            return what;
        }
        // A record may begin its message with its own name, which is the end of the path.
        String name = where.substring(where.lastIndexOf('.') + 1) + ": ";
        return where.replace(".[", "[") + ": " + (what.startsWith(name) ? what.substring(name.length()) : what);
    }
}

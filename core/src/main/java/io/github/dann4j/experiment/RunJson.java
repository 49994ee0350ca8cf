package io.github.dann4j.experiment;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.github.dann4j.model.Layer;
import io.github.dann4j.train.LearningRate;
import io.github.dann4j.train.OptimizerSettings;
import java.util.List;

/** How records are written as JSON and read back: a sealed choice carries the name of its record as {@code "type"}. */
final class RunJson {
    private static final List<Class<?>> CHOICES = List.of(Layer.class, LearningRate.class, OptimizerSettings.class);

    private static final ObjectMapper MAPPER = mapper();
    private static final ObjectWriter WRITER =
            MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Choice {}

    private RunJson() {}

    private static ObjectMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        for (Class<?> choice : CHOICES) {
            builder.addMixIn(choice, Choice.class);
            for (Class<?> option : choice.getPermittedSubclasses()) {
                String name = option.getSimpleName();
                builder.registerSubtypes(
                        new NamedType(option, Character.toLowerCase(name.charAt(0)) + name.substring(1)));
            }
        }
        return builder.build();
    }

    /** Indented JSON, the same text for equal values. */
    static String write(Object value) {
        try {
            return WRITER.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every record can be written", e);
        }
    }

    /** JSON in one line, which ends it. */
    static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every record can be written", e);
        }
    }

    /** @throws JsonProcessingException if the text is no JSON */
    static JsonNode tree(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** @throws JsonProcessingException if the text is no such value, or one that its record refuses */
    static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(text, type);
    }
}

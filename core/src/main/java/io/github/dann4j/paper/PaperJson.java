package io.github.dann4j.paper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the records of the paper's experiments as JSON and reads them back. */
public final class PaperJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private PaperJson() {}

    /** Returns a record as indented JSON. */
    public static String text(Object record) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values can be written", e);
        }
    }

    /** Writes a record to a file, completely or not at all. */
    public static void write(Path file, Object record) {
        byte[] text = (text(record) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, stream -> stream.write(text));
    }

    /**
     * Reads a record from a file.
     *
     * @throws FileException if the file cannot be read or is not such a record
     */
    public static <T> T read(Path file, Class<T> type) {
        try {
            return MAPPER.readValue(Files.readAllBytes(file), type);
        } catch (JsonProcessingException e) {
            throw new FileException(
                    "%s: is not a result of this command (%s); delete it to compute it again"
                            .formatted(file, e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new FileException("%s: cannot be read: %s".formatted(file, FileException.reason(e)), e);
        }
    }
}

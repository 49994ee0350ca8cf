package io.github.dann4j.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.result.DataRecord;
import io.github.dann4j.result.EnvironmentRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code run.json}: the origin of a run, and what it needs to resume.
 *
 * @param verb {@code compare} or {@code train}
 * @param command the command line that started it, word by word
 * @param options every option with its value, by its name without dashes
 * @param settings what determines its numbers
 * @param workers number of workers that started it together; 1 for a single process
 * @param environment in which it was started
 * @param commit of the program's sources, if the build knew it
 * @param data what it trains and tests on, with hashes
 * @param directory the working directory at its start, which relative folders refer to; null in runs of older versions
 * @param begun start time, in ISO 8601, as the other times
 * @param resumed times at which it was resumed
 * @param ended when it had written all its results; null before
 * @param sha256 of this file with this field empty
 */
public record RunFile(
        String verb,
        List<String> command,
        Map<String, String> options,
        RunSettings settings,
        int workers,
        EnvironmentRecord environment,
        @Nullable String commit,
        List<DataRecord> data,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String directory,
        String begun,
        List<String> resumed,
        @Nullable String ended,
        String sha256) {
    private static final String DIRECTORY = "directory";

    public RunFile {
        command = List.copyOf(command);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        data = List.copyOf(data);
        resumed = List.copyOf(resumed);
    }

    private RunFile with(List<String> allResumed, @Nullable String end, String sum) {
        return new RunFile(
                verb,
                command,
                options,
                settings,
                workers,
                environment,
                commit,
                data,
                directory,
                begun,
                allResumed,
                end,
                sum);
    }

    RunFile resumedAt(String time) {
        List<String> all = new ArrayList<>(resumed);
        all.add(time);
        return with(all, ended, "");
    }

    RunFile endedAt(String time) {
        return with(resumed, time, "");
    }

    /** Writes the file atomically. */
    void write(Path file) {
        RunFile summed = with(resumed, ended, sum(with(resumed, ended, "")));
        AtomicFile.write(file, out -> out.write(RunJson.write(summed).getBytes(StandardCharsets.UTF_8)));
    }

    /** @param unsummed the record, or the tree of a file, with an empty sum */
    private static String sum(Object unsummed) {
        try {
            byte[] text = RunJson.line(unsummed).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Reads a run file.
     *
     * @throws FileException if it is missing, damaged or was edited
     */
    public static RunFile read(Path file) {
        try {
            JsonNode tree = RunJson.tree(Files.readString(file));
            // The sum is over the file's own text; an earlier version may have written the same values in another form.
            String sum = tree instanceof ObjectNode run ? sum(run.deepCopy().put("sha256", "")) : "";
            if (tree instanceof ObjectNode run && !run.has(DIRECTORY)) {
                run.putNull(DIRECTORY);
            }
            RunFile read = RunJson.read(tree.toString(), RunFile.class);
            if (!sum.equals(read.sha256())) {
                throw new FileException(
                        "%s is damaged: its SHA-256 is not the one it was written with; start again with --config and another --out"
                                .formatted(file));
            }
            return read;
        } catch (NoSuchFileException e) {
            throw new FileException("%s: no such file, so there is no run to resume".formatted(file), e);
        } catch (JsonProcessingException e) {
            throw new FileException(
                    "%s is damaged: %s; start again with --config and another --out"
                            .formatted(file, e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new FileException("%s: cannot be read: %s".formatted(file, FileException.reason(e)), e);
        }
    }
}

package io.github.dann4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dann4j.files.FileException;
import io.github.dann4j.files.FolderLock;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.RunJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run that has a folder.
 *
 * @param folder its path as found
 * @param state {@code running}, {@code unfinished} (it can be resumed), {@code ended} or {@code damaged}
 * @param begun start time, in ISO 8601; null in runs that precede this field
 * @param targetAccuracy mean over the seeds, by method; empty before the end, and without methods whose target has
 *     no labels
 */
public record RunSummary(
        String folder,
        String state,
        String source,
        String target,
        String preset,
        @Nullable String begun,
        Map<String, Double> targetAccuracy) {
    private static final int DEPTH = 6;

    /**
     * Returns the runs in a folder and below it, sorted by name.
     *
     * @throws FileException if the folder is missing or cannot be read
     */
    public static List<RunSummary> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new FileException("%s: no such folder".formatted(folder));
        }
        List<RunSummary> runs = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder, DEPTH)) {
            all.filter(Files::isDirectory)
                    .map(RunDirectory::new)
                    .filter(run -> Files.exists(run.run()) || Files.exists(run.results()))
                    .sorted(Comparator.comparing(run -> run.folder().toString()))
                    .forEach(run -> runs.add(of(run)));
        } catch (IOException | UncheckedIOException e) {
            throw new FileException("%s: cannot be read: %s".formatted(folder, e.getMessage()), e);
        }
        return runs;
    }

    private static RunSummary of(RunDirectory run) {
        String folder = run.folder().toString();
        RunFile file = null;
        boolean damaged = false;
        try {
            file = Files.exists(run.run()) ? RunFile.read(run.run()) : null;
        } catch (FileException e) {
            damaged = true;
        }
        JsonNode results = null;
        try {
            results = Files.exists(run.results()) ? RunJson.tree(Files.readString(run.results())) : null;
        } catch (JsonProcessingException e) {
            damaged = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Double> accuracies = new LinkedHashMap<>();
        if (results != null) {
            for (JsonNode row : results.path("rows")) {
                JsonNode mean = row.path("targetAccuracy").path("mean");
                if (mean.isNumber()) {
                    accuracies.put(row.path("method").asText(), mean.asDouble());
                }
            }
        }
        String state = damaged
                ? "damaged"
                : file == null || file.ended() != null ? "ended" : isHeld(run) ? "running" : "unfinished";
        Comparison settings = file == null ? null : file.settings().comparison();
        return new RunSummary(
                folder,
                state,
                settings != null ? settings.source() : text(results, "source"),
                settings != null ? settings.target() : text(results, "target"),
                settings != null ? settings.preset() : text(results, "preset"),
                file == null ? null : file.begun(),
                accuracies);
    }

    private static String text(@Nullable JsonNode results, String field) {
        return results == null ? "?" : results.path(field).asText("?");
    }

    private static boolean isHeld(RunDirectory run) {
        if (!Files.exists(run.folder().resolve(FolderLock.NAME))) {
            return false;
        }
        try (FolderLock lock = FolderLock.of(run.folder())) {
            return lock == null;
        }
    }

    /** Returns the runs as a JSON array. */
    public static String json(List<RunSummary> runs) {
        return RunJson.write(runs);
    }
}

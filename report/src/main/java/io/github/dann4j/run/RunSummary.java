package io.github.dann4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dann4j.choose.AdaptFolder;
import io.github.dann4j.files.FileException;
import io.github.dann4j.files.FolderLock;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.sweep.SweepFolder;
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
 * A run, an adaptation or a sweep that has a folder.
 *
 * @param folder its path as found
 * @param state {@code running}, {@code unfinished} (it can be resumed), {@code ended} or {@code damaged}
 * @param begun start time, in ISO 8601; null in runs that precede this field, and in adaptations and sweeps
 * @param targetAccuracy mean over the seeds, by method; empty before the end, and without methods whose target has
 *     no labels; adaptations and sweeps measure none
 * @param command that began it; {@code ?} if that is unknown
 */
public record RunSummary(
        String folder,
        String state,
        String source,
        String target,
        String preset,
        @Nullable String begun,
        Map<String, Double> targetAccuracy,
        String command) {
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
                    .sorted(Comparator.comparing(Path::toString))
                    .forEach(one -> {
                        RunSummary run = in(one);
                        if (run != null) {
                            runs.add(run);
                        }
                    });
        } catch (IOException | UncheckedIOException e) {
            throw new FileException("%s: cannot be read: %s".formatted(folder, e.getMessage()), e);
        }
        return runs;
    }

    /** Returns what is in the folder itself; null if it is none of those that are listed. */
    private static @Nullable RunSummary in(Path folder) {
        RunDirectory run = new RunDirectory(folder);
        if (Files.exists(run.run()) || Files.exists(run.results())) {
            return of(run);
        }
        AdaptFolder adaptation = new AdaptFolder(folder);
        if (Files.exists(adaptation.begun())) {
            return search("adapt", folder, adaptation.begun(), adaptation.verdict());
        }
        SweepFolder sweep = new SweepFolder(folder);
        return Files.exists(sweep.request()) ? search("sweep", folder, sweep.request(), sweep.result()) : null;
    }

    /**
     * @param begun has what was asked for
     * @param result exists after the end
     */
    private static RunSummary search(String command, Path folder, Path begun, Path result) {
        JsonNode request;
        try {
            request = RunJson.tree(Files.readString(begun)).path("request");
        } catch (JsonProcessingException e) {
            request = null; // damaged, as the state says
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String state = request == null
                ? "damaged"
                : Files.exists(result) ? "ended" : isHeld(folder) ? "running" : "unfinished";
        return new RunSummary(
                folder.toString(),
                state,
                text(request, "source"),
                text(request, "target"),
                text(request, "preset"),
                null,
                Map.of(),
                command);
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
                : file == null || file.ended() != null ? "ended" : isHeld(run.folder()) ? "running" : "unfinished";
        Comparison settings = file == null ? null : file.settings().comparison();
        return new RunSummary(
                folder,
                state,
                settings != null ? settings.source() : text(results, "source"),
                settings != null ? settings.target() : text(results, "target"),
                settings != null ? settings.preset() : text(results, "preset"),
                file == null ? null : file.begun(),
                accuracies,
                file == null ? "?" : file.verb());
    }

    private static String text(@Nullable JsonNode results, String field) {
        return results == null ? "?" : results.path(field).asText("?");
    }

    private static boolean isHeld(Path folder) {
        if (!Files.exists(folder.resolve(FolderLock.NAME))) {
            return false;
        }
        try (FolderLock lock = FolderLock.of(folder)) {
            return lock == null;
        }
    }

    /** Returns the runs as a JSON array. */
    public static String json(List<RunSummary> runs) {
        return RunJson.write(runs);
    }
}

package io.github.dann4j.choose;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.RunJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an adaptation.
 *
 * <ul>
 *   <li>{@code adapt.json}: what was asked for and planned, by which it continues, see {@link Begun}
 *   <li>{@code candidates/METHOD}: the model of each method and how its training ended
 *   <li>{@code checkpoints}: states of the current training, while it runs
 *   <li>{@code verdict.json}: see {@link Verdict}
 *   <li>{@code model.safetensors}: the chosen model, so that the folder can be used like that of a training
 *   <li>{@code backbone.path}: where the file of its backbone is, if it has one; also beside the model of each method
 *   <li>{@code report.html}: the verdict on one page
 *   <li>{@code tested.json}: accuracy of each candidate on labelled test examples, if that was asked for afterwards
 * </ul>
 */
public record AdaptFolder(Path folder) {
    private static final String OUTCOME = "outcome.json";

    /** Returns the file of the verdict. */
    public Path verdict() {
        return folder.resolve("verdict.json");
    }

    /** Returns the page for people. */
    public Path report() {
        return folder.resolve("report.html");
    }

    /** Returns the file of the accuracies that were measured after the verdict. */
    public Path tested() {
        return folder.resolve("tested.json");
    }

    /** Returns the chosen model. */
    public Path model() {
        return folder.resolve(SavedModel.FILE);
    }

    /** Returns the file by which an adaptation continues. */
    public Path begun() {
        return folder.resolve("adapt.json");
    }

    /** Returns the folder of a method's model, which commands take as that of a training. */
    public Path candidate(String method) {
        return folder.resolve("candidates").resolve(method);
    }

    /** Returns the folder of what is labelled by hand. */
    public Path labels() {
        return folder.resolve("labels");
    }

    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    void make(Path inside) {
        try {
            Files.createDirectories(inside);
        } catch (IOException e) {
            throw new FileException(
                    "cannot write to the output folder %s: %s; choose another one with --out"
                            .formatted(inside, FileException.reason(e)),
                    e);
        }
    }

    @Nullable
    Begun readBegun() {
        return read(begun(), Begun.class);
    }

    void write(Begun begun) {
        write(begun(), begun);
    }

    @Nullable
    Outcome outcome(String method) {
        return read(candidate(method).resolve(OUTCOME), Outcome.class);
    }

    void write(String method, Outcome outcome) {
        make(candidate(method));
        write(candidate(method).resolve(OUTCOME), outcome);
    }

    /** Returns the verdict of an adaptation that has ended; null if it has not. */
    public @Nullable Verdict readVerdict() {
        return read(verdict(), Verdict.class);
    }

    /**
     * Returns the accuracy of each candidate on the target's test examples, by the name of its method; null if they were not
     * tested.
     */
    public @Nullable Tested readTested() {
        return read(tested(), Tested.class);
    }

    /** Writes the accuracies of the candidates on the target's test examples. */
    public void write(Tested accuracies) {
        write(tested(), accuracies);
    }

    /** Copies the chosen model, then writes the verdict: where there is a verdict, everything else is there. */
    void write(Verdict verdict) {
        Path chosen = candidate(verdict.chosen()).resolve(SavedModel.FILE);
        SavedModel.copy(chosen, model());
        write(verdict(), verdict);
    }

    void replace(Verdict verdict) {
        write(verdict(), verdict);
    }

    /** Deletes files that a killed process left incomplete. */
    void deleteLeftovers() {
        AtomicFile.deleteLeftovers(folder);
    }

    void deleteCheckpoints() {
        if (!Files.isDirectory(checkpoints())) {
            return;
        }
        try (Stream<Path> all = Files.walk(checkpoints())) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // Leftovers take up space, but do no other harm.
                }
            });
        } catch (IOException e) {
            // as above
        }
    }

    private static void write(Path file, Object value) {
        AtomicFile.write(file, out -> out.write(RunJson.write(value).getBytes(StandardCharsets.UTF_8)));
    }

    private static <T> @Nullable T read(Path file, Class<T> type) {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return RunJson.read(Files.readString(file), type);
        } catch (JsonProcessingException e) {
            throw new FileException(
                    "%s cannot be read: %s; delete it, or choose another folder with --out"
                            .formatted(file, RunJson.problem(e)),
                    e);
        } catch (IOException e) {
            throw new FileException("%s cannot be read: %s".formatted(file, FileException.reason(e)), e);
        }
    }
}

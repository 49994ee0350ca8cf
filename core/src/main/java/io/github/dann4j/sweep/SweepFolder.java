package io.github.dann4j.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import io.github.dann4j.files.FolderLock;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.RunJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a sweep.
 *
 * <ul>
 *   <li>{@code request.json}: what was asked for, by which it continues
 *   <li>{@code trials/NUMBER}: the model of each training, with {@code trial.json}; while a separate process trains it,
 *       {@code task.json}
 *   <li>{@code sweep.json}: see {@link SweepResult}
 *   <li>{@code model.safetensors}: the chosen model
 *   <li>{@code backbone.path}: where the file of its backbone is, if it has one; also beside the model of each training
 *   <li>{@code report.html}: the trials as parallel coordinates
 * </ul>
 */
public record SweepFolder(Path folder) {
    /** Time in which the process of a killed sweep stops. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int POLL_MILLIS = 100;

    /** Returns the file of the result. */
    public Path result() {
        return folder.resolve("sweep.json");
    }

    /** Returns the page for people. */
    public Path report() {
        return folder.resolve("report.html");
    }

    /** Returns the chosen model. */
    public Path model() {
        return folder.resolve(SavedModel.FILE);
    }

    /** Returns the folder of a training, which commands take as that of {@code train}. */
    public Path trial(int number) {
        return folder.resolve("trials").resolve(String.format(Locale.ROOT, "%03d", number));
    }

    /** Returns the file by which a sweep continues. */
    public Path request() {
        return folder.resolve("request.json");
    }

    @Nullable
    Begun begun() {
        return read(request(), Begun.class);
    }

    void write(Begun begun) {
        make(folder);
        write(request(), begun);
    }

    @Nullable
    Trial readTrial(int number) {
        return read(trial(number).resolve("trial.json"), Trial.class);
    }

    void write(Trial trial) {
        make(trial(trial.number()));
        write(trial(trial.number()).resolve("trial.json"), trial);
    }

    void write(Task task) {
        write(task(task.number()), task);
    }

    @Nullable
    Task readTask(int number) {
        return read(task(number), Task.class);
    }

    void deleteTask(int number) {
        try {
            Files.deleteIfExists(task(number));
        } catch (IOException e) {
            // It takes up space, but does no other harm.
        }
    }

    private Path task(int number) {
        return trial(number).resolve("task.json");
    }

    /**
     * Holds the folder of a training for this process. The process of a sweep that was killed may still be at work in
     * it: it stops soon, and this waits for it.
     *
     * @throws FileException if it does not stop
     * @throws CancellationException when the thread is interrupted
     */
    FolderLock lockTrial(int number) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            FolderLock lock = FolderLock.of(trial(number));
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() > until) {
                throw new FileException(
                        "%s: another process works in this folder; wait for it, or end it".formatted(trial(number)));
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("the sweep was interrupted");
            }
        }
    }

    /** Copies the chosen model, then writes the result. */
    void write(SweepResult result) {
        Integer chosen = result.chosen();
        if (chosen != null) {
            Path file = trial(chosen).resolve(SavedModel.FILE);
            SavedModel.copy(file, model());
        }
        write(result(), result);
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

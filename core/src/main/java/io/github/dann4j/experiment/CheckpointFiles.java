package io.github.dann4j.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.recipe.SettingsDifference;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run's folder {@code checkpoints}, each a safetensors file that holds its own SHA-256:
 * {@code METHOD-seedN-STEP} is a state of the current training, {@code METHOD-seedN-done} is what is kept of a
 * completed training.
 *
 * @param settings of the run, as text; stored in every file, and checked in every file that is read
 */
public record CheckpointFiles(Path folder, String settings) {
    private static final String SETTINGS = "settings";
    private static final String PROGRESS = "progress";
    private static final String FINISHED = "finished";
    private static final String SUFFIX = ".safetensors";
    private static final Pattern STATE = Pattern.compile("(.+)-(\\d{9})\\.safetensors");

    /** A state of a training on disk. */
    record State(Path file, TrainingProgress progress) {
        /** @throws ModelException if the file has changed since it was checked */
        void restore(Learner learner) {
            learner.restore(SafeTensors.read(file));
        }
    }

    /**
     * What is kept of a completed training.
     *
     * @param targetStatistics the domain whose batch statistics the network uses on target images; null if no
     *     network is kept
     * @param logs the positions in the log files when the training ended
     */
    record Finished(RunRecord record, @Nullable Domain targetStatistics, LogMarks logs) {}

    /** Creates the folder and deletes files that a killed process left incomplete. */
    void prepare() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new FileException("%s: cannot be created: %s".formatted(folder, FileException.reason(e)), e);
        }
        AtomicFile.deleteLeftovers(folder);
    }

    private static String training(String method, long seed) {
        return String.format(Locale.ROOT, "%s-seed%d", method, seed);
    }

    void write(TrainingProgress progress, Learner learner) {
        Path file = folder.resolve(String.format(
                Locale.ROOT, "%s-%09d%s", training(progress.method(), progress.seed()), progress.done(), SUFFIX));
        Map<String, String> texts = Map.of(SETTINGS, settings, PROGRESS, RunJson.line(progress));
        AtomicFile.write(file, out -> TrainingState.write(out, learner, texts));
    }

    /** The files of a training's states, the newest first. */
    public List<Path> states(String method, long seed) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        Matcher name = STATE.matcher(file.getFileName().toString());
                        return name.matches() && name.group(1).equals(training(method, seed));
                    })
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getFileName().toString())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new FileException("%s: cannot be read: %s".formatted(folder, FileException.reason(e)), e);
        }
    }

    /** The steps done in the state of a file, from its name. */
    public static int done(Path state) {
        Matcher name = STATE.matcher(state.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(state + " is not the file of a state");
        }
        return Integer.parseInt(name.group(2));
    }

    /**
     * @throws ModelException if the file is damaged
     * @throws FileException if it belongs to a run with other settings
     */
    public State state(Path file) {
        return new State(file, read(file, PROGRESS, TrainingProgress.class));
    }

    private <T> T read(Path file, String name, Class<T> type) {
        SafeTensors stored = SafeTensors.read(file);
        if (!stored.isSummed()) {
            throw new ModelException(file + " is damaged: it has no SHA-256");
        }
        SettingsDifference.refuse(file, stored.text(SETTINGS), settings);
        try {
            return RunJson.read(stored.text(name), type);
        } catch (JsonProcessingException e) {
            throw new ModelException("%s cannot be read: %s".formatted(file, e.getOriginalMessage()), e);
        }
    }

    private Path doneFile(String method, long seed) {
        return folder.resolve(training(method, seed) + "-done" + SUFFIX);
    }

    /** @param network null if it is no longer needed */
    void write(Finished finished, @Nullable Network network) {
        Map<String, String> texts = Map.of(SETTINGS, settings, FINISHED, RunJson.line(finished));
        AtomicFile.write(
                doneFile(finished.record().method(), finished.record().seed()),
                out -> SafeTensors.write(out, network == null ? Map.of() : network.state(), texts));
    }

    /** Returns what is kept of a completed training; null if it is not completed. */
    @Nullable
    public Finished finished(String method, long seed) {
        Path file = doneFile(method, seed);
        return Files.exists(file) ? read(file, FINISHED, Finished.class) : null;
    }

    /** Copies the network of a completed training into {@code network}. */
    public void restore(String method, long seed, Network network) {
        SafeTensors.read(doneFile(method, seed)).copyInto(network.state());
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The file takes up space, but does not harm newer states.
        }
    }
}

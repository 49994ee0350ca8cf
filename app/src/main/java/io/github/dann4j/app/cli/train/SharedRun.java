package io.github.dann4j.app.cli.train;

import io.github.dann4j.distribute.WorkerGroup;
import io.github.dann4j.recipe.RunSettings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the first of several workers tells the others of a run, so that all do the same. Both sides go through the same questions in
 * the same order.
 *
 * @param settings of the run
 * @param batchNorm what {@code --batch-norm} says
 * @param directory where relative paths of the datasets count from; empty for the working directory of each
 */
record SharedRun(RunSettings settings, String batchNorm, Path directory) {
    private static final String SETTINGS = "the settings";
    private static final String DIRECTORY = "where folders count from";

    /** Of the first worker. */
    static SharedRun of(RunSettings settings, Map<String, String> options, Path directory) {
        return new SharedRun(settings, options.getOrDefault(WorkerOptions.BATCH_NORM, WorkerOptions.SYNC), directory);
    }

    /** Tells the others; there are none where the group is null. */
    void tell(@Nullable WorkerGroup group) {
        if (group != null) {
            String unused = group.fromFirst(SETTINGS, settings::text);
            unused = group.fromFirst(WorkerOptions.BATCH_NORM, () -> batchNorm);
            unused = group.fromFirst(DIRECTORY, directory::toString);
        }
    }

    /** Tells the others that the run had ended before. */
    static void tellEnded(@Nullable WorkerGroup group) {
        if (group != null) {
            String unused = group.fromFirst(SETTINGS, () -> "");
        }
    }

    /** What the first worker tells this one; null if the run had ended before. */
    static @Nullable SharedRun heard(WorkerGroup group) {
        String settings = group.fromFirst(SETTINGS, () -> "");
        if (settings.isEmpty()) {
            return null;
        }
        String batchNorm = group.fromFirst(WorkerOptions.BATCH_NORM, () -> "");
        Path directory = Path.of(group.fromFirst(DIRECTORY, () -> ""));
        return new SharedRun(RunSettings.of(settings), batchNorm, directory);
    }
}

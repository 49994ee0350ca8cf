package io.github.dann4j.app.cli.train;

import io.github.dann4j.distribute.WorkerGroup;
import io.github.dann4j.recipe.RunSettings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the first of several workers sends to the others about a run, so that all do the same. Both sides exchange the
 * same values in the same order.
 *
 * @param settings of the run
 * @param batchNorm the value of {@code --batch-norm}
 * @param backbone the value of {@code --backbone}, because the settings have only the name of its file; empty for none
 * @param directory the folder that relative paths of datasets refer to; empty for each worker's working directory
 */
record SharedRun(RunSettings settings, String batchNorm, String backbone, Path directory) {
    private static final String SETTINGS = "the settings";
    private static final String BACKBONE = "the backbone";
    private static final String DIRECTORY = "where folders count from";

    /** Creates the values that the first worker sends. */
    static SharedRun of(RunSettings settings, Map<String, String> options, Path directory) {
        return new SharedRun(
                settings,
                options.getOrDefault(WorkerOptions.BATCH_NORM, WorkerOptions.SYNC),
                options.getOrDefault(BackboneOptions.NAME, ""),
                directory);
    }

    /** Sends this to the other workers; does nothing if the group is null. */
    void tell(@Nullable WorkerGroup group) {
        if (group != null) {
            String unused = group.fromFirst(SETTINGS, settings::text);
            unused = group.fromFirst(WorkerOptions.BATCH_NORM, () -> batchNorm);
            unused = group.fromFirst(BACKBONE, () -> backbone);
            unused = group.fromFirst(DIRECTORY, directory::toString);
        }
    }

    /** Tells the other workers that the run has already ended. */
    static void tellEnded(@Nullable WorkerGroup group) {
        if (group != null) {
            String unused = group.fromFirst(SETTINGS, () -> "");
        }
    }

    /** Receives what the first worker sends; returns null if the run has already ended. */
    static @Nullable SharedRun heard(WorkerGroup group) {
        String settings = group.fromFirst(SETTINGS, () -> "");
        if (settings.isEmpty()) {
            return null;
        }
        String batchNorm = group.fromFirst(WorkerOptions.BATCH_NORM, () -> "");
        String backbone = group.fromFirst(BACKBONE, () -> "");
        Path directory = Path.of(group.fromFirst(DIRECTORY, () -> ""));
        return new SharedRun(RunSettings.of(settings), batchNorm, backbone, directory);
    }
}

package io.github.dann4j.choose;

import io.github.dann4j.experiment.LogMarks;
import io.github.dann4j.experiment.ResumableLog;
import java.nio.file.Path;

/**
 * The log of trainings that write none.
 *
 * @param metrics a file that does not exist
 */
public record NoLog(Path metrics) implements ResumableLog {
    @Override
    public LogMarks marks() {
        return new LogMarks(0, 0);
    }

    @Override
    public void resumeAt(LogMarks marks) {
        // nothing to cut
    }
}

package io.github.dann4j.experiment;

import java.nio.file.Path;

/** Files that grow during training and can continue from an earlier position. */
public interface ResumableLog {
    /** The file of metrics. */
    Path metrics();

    /** The current positions; everything before them is flushed to disk. */
    LogMarks marks();

    /** Continues at these positions: what follows them is written again. */
    void resumeAt(LogMarks marks);
}

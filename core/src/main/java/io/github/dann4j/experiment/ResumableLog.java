package io.github.dann4j.experiment;

import java.nio.file.Path;

/** Files that grow while trainings run, and can be continued at any mark of theirs. */
public interface ResumableLog {
    /** The file of metrics, which may have lost lines. */
    Path metrics();

    /** How far the files have come; all of that is on the disk then. */
    LogMarks marks();

    /** Continues from there: what was written after these marks is written again. */
    void goOnAt(LogMarks marks);
}

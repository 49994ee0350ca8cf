package io.github.dann4j.experiment;

/**
 * Positions in the files that are written during training. What follows a position was written by a process that ended
 * before it kept a matching state.
 *
 * @param metrics bytes of {@code metrics.jsonl}
 * @param events bytes of the events of the current training; 0 if no events are written
 */
public record LogMarks(long metrics, long events) {
    /** The positions in empty files. */
    static final LogMarks NONE = new LogMarks(0, 0);
}

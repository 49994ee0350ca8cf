package io.github.dann4j.experiment;

/**
 * How far the files have come that are written while trainings go. What lies behind these marks was written by a process that ended
 * before it could keep a state that goes with it.
 *
 * @param metrics bytes of {@code metrics.jsonl}
 * @param events bytes of the events of the training that goes on; 0 where none are written
 */
public record LogMarks(long metrics, long events) {
    /** Nothing was written. */
    static final LogMarks NONE = new LogMarks(0, 0);
}

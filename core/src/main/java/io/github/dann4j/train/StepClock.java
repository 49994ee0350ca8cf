package io.github.dann4j.train;

/** Receives the end of each part of a step, to measure where the time goes. */
@FunctionalInterface
public interface StepClock {
    /** Measures nothing. */
    StepClock NONE = part -> {};

    /** Called on the training thread when {@code part} has just ended and the next part begins. */
    void ended(StepPart part);
}

package io.github.dann4j.train;

/** Is told when a part of an update ends, for whoever measures where the time goes. */
@FunctionalInterface
public interface StepClock {
    /** Measures nothing. */
    StepClock NONE = part -> {};

    /** Called on the training's thread when {@code part} has just ended and the next one begins. */
    void ended(StepPart part);
}

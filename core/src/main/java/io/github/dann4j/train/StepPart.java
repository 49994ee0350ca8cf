package io.github.dann4j.train;

/** A part of a step, for measuring time. */
public enum StepPart {
    /** Waiting for the pair of batches. */
    DATA,
    /** The forward passes and the losses. */
    FORWARD,
    /** The backward pass. */
    BACKWARD,
    /** The update of the parameters. */
    OPTIMIZER,
    /** Reading the losses back, freeing the step's tensors, and the listeners. */
    REPORTING
}

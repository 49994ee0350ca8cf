package io.github.dann4j.train;

/** A part of an update, by what the time goes into. */
public enum StepPart {
    /** Waiting for the pair of batches. */
    DATA,
    /** The forward passes and the losses. */
    FORWARD,
    /** The backward pass. */
    BACKWARD,
    /** The update of the parameters. */
    OPTIMIZER,
    /** Reading the losses back, freeing the step's tensors, and what listeners do. */
    REPORTING
}

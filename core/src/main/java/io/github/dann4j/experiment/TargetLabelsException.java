package io.github.dann4j.experiment;

import io.github.dann4j.failure.Dann4jException;
import io.github.dann4j.recipe.Recipe;

/** Thrown if a target does not have the labels that {@link Recipe#targetLabels} asks for. */
public final class TargetLabelsException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    TargetLabelsException(String message) {
        super(message);
    }
}

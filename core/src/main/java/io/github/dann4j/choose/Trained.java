package io.github.dann4j.choose;

import io.github.dann4j.result.RunRecord;
import io.github.dann4j.validate.Outputs;
import org.jspecify.annotations.Nullable;

/**
 * A method after its training.
 *
 * @param seconds of the training
 * @param failure why there is no model; null if there is one
 * @param record of the training; null if there is no model
 * @param outputs of the model on what was held out; null if there is no model
 */
record Trained(
        String method,
        double seconds,
        @Nullable String failure,
        @Nullable RunRecord record,
        @Nullable Outputs outputs) {}

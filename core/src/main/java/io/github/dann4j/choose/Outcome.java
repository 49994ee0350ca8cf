package io.github.dann4j.choose;

import io.github.dann4j.result.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * How one training ended.
 *
 * @param record its results on what was held out; null if it diverged
 * @param failure why it has no result; null if it has one
 * @param elapsedSeconds of the whole adaptation up to the end of this training, over all processes
 */
record Outcome(@Nullable RunRecord record, @Nullable String failure, double elapsedSeconds) {}

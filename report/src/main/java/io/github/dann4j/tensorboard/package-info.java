/**
 * Writes files that TensorBoard opens: events (scalars, histograms, images) and points for its embedding
 * projector. Takes plain values; knows nothing of training.
 */
@NullMarked
package io.github.dann4j.tensorboard;

import org.jspecify.annotations.NullMarked;

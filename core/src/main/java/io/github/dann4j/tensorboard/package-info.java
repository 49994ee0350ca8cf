/**
 * Floor 4: files that TensorBoard opens: events (scalars, histograms, pictures) and points for its embedding projector. Plain
 * values in; knows no training.
 */
@NullMarked
package io.github.dann4j.tensorboard;

import org.jspecify.annotations.NullMarked;

/**
 * Losses of features and predictions as functions of tensors. They know no network and no method. Give them float32
 * values outside any block of {@link io.github.dann4j.engine.Autocast}.
 *
 * <p>Uses {@code engine} and the JavaCPP presets.
 */
@NullMarked
package io.github.dann4j.loss;

import org.jspecify.annotations.NullMarked;

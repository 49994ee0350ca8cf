/**
 * Methods that learn from their own predictions on the target: from confident ones, from those that small changes of
 * the input do not change, and from those of an earlier network.
 *
 * <p>Uses {@code adapt}, {@code loss}, {@code train}, {@code optimize}, {@code model}, {@code data.batch},
 * {@code engine} and the JavaCPP presets.
 */
@NullMarked
package io.github.dann4j.adapt.selftraining;

import org.jspecify.annotations.NullMarked;

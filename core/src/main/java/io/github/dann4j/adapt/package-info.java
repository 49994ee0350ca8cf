/**
 * Floor 4: the methods, one class each, which reads like its paper. All are run by the same loop through
 * {@link io.github.dann4j.adapt.AdaptationMethod}, and none is ever given a label of the target.
 *
 * <p>Uses {@code train}, {@code evaluate}, {@code model}, {@code data}, {@code engine} and the presets.
 */
@NullMarked
package io.github.dann4j.adapt;

import org.jspecify.annotations.NullMarked;

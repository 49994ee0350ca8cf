/**
 * The methods. Each is one class that reads like its paper. The same loop runs all of them through
 * {@link io.github.dann4j.adapt.AdaptationMethod}, and no method ever receives a label of the target.
 *
 * <p>Uses {@code train}, {@code loss}, {@code model}, {@code data.batch}, {@code engine} and the JavaCPP presets.
 */
@NullMarked
package io.github.dann4j.adapt;

import org.jspecify.annotations.NullMarked;

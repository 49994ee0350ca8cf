/**
 * Evaluates a trained network on a dataset. Nothing here changes the network.
 *
 * <p>Uses {@code model}, {@code data.batch}, {@code distribute}, {@code engine} and the JavaCPP presets.
 */
@NullMarked
package io.github.dann4j.evaluate;

import org.jspecify.annotations.NullMarked;

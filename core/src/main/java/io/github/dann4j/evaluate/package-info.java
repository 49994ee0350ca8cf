/**
 * Floor 3: what a trained network is worth on a set of images. Measures, and changes nothing in the network.
 *
 * <p>Uses {@code model}, {@code data}, {@code distribute}, {@code engine} and the presets.
 */
@NullMarked
package io.github.dann4j.evaluate;

import org.jspecify.annotations.NullMarked;

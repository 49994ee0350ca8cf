/**
 * Generated datasets: printed digits, textured digits and numbers in the style of photographed house numbers.
 *
 * <p>Begin with {@link io.github.dann4j.data.synth.PrintedDigits}, {@link io.github.dann4j.data.synth.TexturedDigits}
 * and {@link io.github.dann4j.data.synth.SynNumbers}; each image depends only on the seed and its index, and is the
 * same on every machine.
 */
@NullMarked
package io.github.dann4j.data.synth;

import org.jspecify.annotations.NullMarked;

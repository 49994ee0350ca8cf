/**
 * A thin layer over libtorch, which it reaches through the JavaCPP presets for PyTorch: native libraries,
 * threads, seeds, precision, memory scopes and conversions.
 *
 * <p>Uses the presets, the JDK and, of dann4j, only {@code failure}. All packages above may use this package.
 */
@NullMarked
package io.github.dann4j.engine;

import org.jspecify.annotations.NullMarked;

/**
 * Floor 1: a thin layer over libtorch, which it reaches through the JavaCPP presets for PyTorch: native libraries,
 * threads, seeds, precision, memory scopes and conversions.
 *
 * <p>Uses the presets and the JDK, and nothing else of dann4j. All floors above may use this package.
 */
@NullMarked
package io.github.dann4j.engine;

import org.jspecify.annotations.NullMarked;

/**
 * Floor 1: the thin layer over libtorch (its natives, threads, seeds, precision, memory scopes and conversions), reached through
 * the JavaCPP presets for PyTorch.
 *
 * <p>Uses the presets and the JDK, and nothing else of dann4j. Every floor above it may use it.
 */
@NullMarked
package io.github.dann4j.engine;

import org.jspecify.annotations.NullMarked;

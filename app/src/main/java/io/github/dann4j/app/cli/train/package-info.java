/**
 * The commands that train, {@code compare} and {@code train}, with their options, progress, tables and workers; and those that list what
 * can be trained: {@code methods}, {@code recipe}, {@code runs}.
 */
@NullMarked
package io.github.dann4j.app.cli.train;

import org.jspecify.annotations.NullMarked;

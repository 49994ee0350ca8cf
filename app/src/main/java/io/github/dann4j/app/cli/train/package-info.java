/**
 * The commands that train, {@code compare}, {@code train} and {@code launch}, with their options, progress, tables and
 * workers. The other commands that train use these options and this progress.
 */
@NullMarked
package io.github.dann4j.app.cli.train;

import org.jspecify.annotations.NullMarked;

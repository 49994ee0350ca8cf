/**
 * The command line. {@link io.github.dann4j.app.cli.Main} is the program and {@link io.github.dann4j.app.cli.Dann4j} lists the
 * commands, whose classes are in the packages below, one class per command. Options become records of the library in one method per
 * command; results go to standard output, progress and errors to standard error.
 */
@NullMarked
package io.github.dann4j.app.cli;

import org.jspecify.annotations.NullMarked;

/**
 * The command line. {@link io.github.dann4j.app.cli.Main} is the program and {@link io.github.dann4j.app.cli.Dann4j}
 * lists the commands, whose classes are in the packages below, one class per command. One method per command turns its
 * options into records of the library. Results go to standard output, progress and errors to standard error.
 */
@NullMarked
package io.github.dann4j.app.cli;

import org.jspecify.annotations.NullMarked;

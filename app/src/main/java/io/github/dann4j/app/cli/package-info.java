/**
 * The command line: one class a verb, over the library. Options become records of {@code experiment} in one method each;
 * results go to standard output, progress and errors to standard error.
 */
@NullMarked
package io.github.dann4j.app.cli;

import org.jspecify.annotations.NullMarked;

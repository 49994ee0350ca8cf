/**
 * What all commands share: common options, configuration files, standard output, failures as one line and an exit code, and
 * interruption.
 */
@NullMarked
package io.github.dann4j.app.cli.console;

import org.jspecify.annotations.NullMarked;

/**
 * The command {@code paper}: the experiments of the shallow part of the DANN paper, each by one command.
 */
@NullMarked
package io.github.dann4j.app.cli.paper;

import org.jspecify.annotations.NullMarked;

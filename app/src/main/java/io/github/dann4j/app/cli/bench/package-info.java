/**
 * The command {@code bench}: measures how fast this machine trains, compared with its limits and with other programs.
 */
@NullMarked
package io.github.dann4j.app.cli.bench;

import org.jspecify.annotations.NullMarked;

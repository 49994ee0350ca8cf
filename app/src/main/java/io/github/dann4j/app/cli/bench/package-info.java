/**
 * The command {@code bench}: how fast this machine trains, beside its limits and other programs.
 */
@NullMarked
package io.github.dann4j.app.cli.bench;

import org.jspecify.annotations.NullMarked;

/**
 * The commands that list what can be trained and what has been: {@code methods}, {@code recipe} and {@code runs}.
 */
@NullMarked
package io.github.dann4j.app.cli.list;

import org.jspecify.annotations.NullMarked;

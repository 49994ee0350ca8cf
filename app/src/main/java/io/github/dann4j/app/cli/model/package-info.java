/**
 * The commands that use a saved model: {@code predict}, {@code evaluate}, {@code export} and {@code serve}.
 */
@NullMarked
package io.github.dann4j.app.cli.model;

import org.jspecify.annotations.NullMarked;

/**
 * The command {@code embed}: points as an image of two dimensions.
 */
@NullMarked
package io.github.dann4j.app.cli.embed;

import org.jspecify.annotations.NullMarked;

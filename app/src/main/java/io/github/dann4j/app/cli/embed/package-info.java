/**
 * The command {@code embed}: draws points of many dimensions on a plane.
 */
@NullMarked
package io.github.dann4j.app.cli.embed;

import org.jspecify.annotations.NullMarked;

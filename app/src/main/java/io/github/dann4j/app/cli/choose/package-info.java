/**
 * The commands that train many times and choose, without a label of the target: {@code adapt} and {@code sweep}.
 */
@NullMarked
package io.github.dann4j.app.cli.choose;

import org.jspecify.annotations.NullMarked;

/**
 * The commands about datasets: {@code data list}, {@code info}, {@code fetch}, {@code verify}, {@code show}, {@code make}; and the
 * downloads that other commands offer.
 */
@NullMarked
package io.github.dann4j.app.cli.data;

import org.jspecify.annotations.NullMarked;

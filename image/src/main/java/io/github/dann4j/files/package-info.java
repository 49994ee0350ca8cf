/** Writes files completely or not at all. Uses only {@code failure} and the JDK. */
@NullMarked
package io.github.dann4j.files;

import org.jspecify.annotations.NullMarked;

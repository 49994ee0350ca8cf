/**
 * What all failures have in common. A program that catches {@link io.github.dann4j.failure.Dann4jException}
 * catches every failure that a user can act on. {@link io.github.dann4j.failure.NearestName} suggests a name for a
 * mistyped one. {@link io.github.dann4j.failure.Cancellation} ends long work.
 *
 * <p>Uses only the JDK.
 */
@NullMarked
package io.github.dann4j.failure;

import org.jspecify.annotations.NullMarked;

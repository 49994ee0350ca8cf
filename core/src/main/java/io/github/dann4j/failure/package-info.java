/**
 * Floor 0: what failures have in common. A program that catches {@link io.github.dann4j.failure.Dann4jException} has caught every failure that a
 * user can do something about. {@link io.github.dann4j.failure.NearestName} is the way out for a mistyped name.
 *
 * <p>Uses the JDK alone.
 */
@NullMarked
package io.github.dann4j.failure;

import org.jspecify.annotations.NullMarked;

/**
 * The registry of all methods by name: those of the packages below {@code adapt}, and those of other jars.
 *
 * <p>Uses {@code adapt} and the packages of methods in it.
 */
@NullMarked
package io.github.dann4j.adapt.registry;

import org.jspecify.annotations.NullMarked;

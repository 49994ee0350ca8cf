/**
 * Networks. Contains their description as data ({@link io.github.dann4j.model.NetworkSpec}), the network with
 * its features and heads ({@link io.github.dann4j.model.Network}), the gradient reversal between them, and large
 * weights with the copies that an optimizer keeps of them ({@link io.github.dann4j.model.MasterWeight}).
 *
 * <p>Uses {@code distribute}, {@code engine} and the JavaCPP presets. Nothing here depends on a loss or a method.
 * {@link io.github.dann4j.model.Domain} is here because batch statistics belong to a domain.
 */
@NullMarked
package io.github.dann4j.model;

import org.jspecify.annotations.NullMarked;

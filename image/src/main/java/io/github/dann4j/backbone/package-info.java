/**
 * Networks that others trained, as they are used here: frozen, from an image to a vector of features. Begin with
 * {@link io.github.dann4j.backbone.Backbones}. What runs such a network is found as a service, so that only a program
 * that uses backbones needs it.
 *
 * <p>Uses only {@code failure}, {@code data.image} and the JDK.
 */
@NullMarked
package io.github.dann4j.backbone;

import org.jspecify.annotations.NullMarked;

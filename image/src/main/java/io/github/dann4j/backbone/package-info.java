/**
 * Networks that others trained. They are frozen here and turn an image into a vector of features. Begin with
 * {@link io.github.dann4j.backbone.Backbones}. The code that runs such a network is found as a service, so only a
 * program that uses backbones needs it.
 *
 * <p>Uses only {@code failure}, {@code data.image} and the JDK.
 */
@NullMarked
package io.github.dann4j.backbone;

import org.jspecify.annotations.NullMarked;

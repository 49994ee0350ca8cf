/**
 * Features of images, computed by a frozen backbone: once for each image, in parallel, and kept on disk. Begin with
 * {@link io.github.dann4j.data.extract.ImageFeatures}.
 *
 * <p>Uses {@code backbone}, {@code data.image}, {@code data}, {@code engine} and {@code files}.
 */
@NullMarked
package io.github.dann4j.data.extract;

import org.jspecify.annotations.NullMarked;

/**
 * Decodes single PNG, JPEG, GIF, BMP and PPM images within bounds of memory and work, and turns them upright by their
 * Exif orientation. {@link io.github.dann4j.data.image.ImageTransform} prepares an image for a network that takes
 * photographs.
 *
 * <p>Uses only {@code failure}, {@code files} and the JDK.
 */
@NullMarked
package io.github.dann4j.data.image;

import org.jspecify.annotations.NullMarked;

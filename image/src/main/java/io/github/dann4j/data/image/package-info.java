/**
 * Single images: decoding PNG, JPEG, GIF, BMP and PPM within bounds of memory and work, and turning them upright by their Exif
 * orientation; {@link io.github.dann4j.data.image.ImageTransform}, the way of an image to a network for photographs.
 *
 * <p>Uses only {@code failure}, {@code files} and the JDK.
 */
@NullMarked
package io.github.dann4j.data.image;

import org.jspecify.annotations.NullMarked;

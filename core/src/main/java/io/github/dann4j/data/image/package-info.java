/**
 * Single images: decoding PNG, JPEG, GIF, BMP and PPM within bounds of memory and work, and turning them upright by their Exif
 * orientation.
 */
@NullMarked
package io.github.dann4j.data.image;

import org.jspecify.annotations.NullMarked;

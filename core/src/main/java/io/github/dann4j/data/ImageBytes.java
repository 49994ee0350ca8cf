package io.github.dann4j.data;

import java.util.Locale;

/**
 * Images as plain bytes, for people to look at.
 *
 * @param count number of images
 * @param height of each, in pixels
 * @param width of each, in pixels
 * @param channels 1 (grey) or 3 (RGB)
 * @param bytes all samples, 0 to 255, one image after the other: {@code [count, height, width, channels]}
 */
public record ImageBytes(int count, int height, int width, int channels, byte[] bytes) {
    public ImageBytes {
        if (bytes.length != (long) count * height * width * channels) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d images of %d x %d pixels and %d channels are %d bytes, got %d",
                    count,
                    height,
                    width,
                    channels,
                    (long) count * height * width * channels,
                    bytes.length));
        }
    }
}

package io.github.dann4j.data;

import io.github.dann4j.api.PublicApi;
import java.util.Locale;

/**
 * The size of an image in pixels.
 *
 * @param height at least 1
 * @param width at least 1
 */
@PublicApi
public record ImageSize(int height, int width) {
    public ImageSize {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "an image has at least 1 x 1 pixels, got %d x %d", width, height));
        }
    }
}

package io.github.dann4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageKeysTest {
    @Test
    void images_areKnownByTheirPixels_inGreyAndInColour() {
        try (ImageSet set = grey(1, 500);
                ImageSet others = grey(2, 300);
                ImageSet coloured = coloured(1, 500)) {
            ExampleKeys keys = ExampleKeys.of(set);

            assertThat(keys.countIn(set)).isEqualTo(500);
            assertThat(keys.countIn(others)).isZero();
            assertThat(keys.countIn(coloured)).isEqualTo(500);
            assertThat(keys.and(ExampleKeys.of(others)).countIn(others)).isEqualTo(300);
            try (ImageSet part = set.part(490, 500)) {
                assertThat(ExampleKeys.of(part).countIn(set)).isEqualTo(10);
            }
        }
    }

    @Test
    void text_givesTheSameKeys_inFewCharactersAnImage() {
        try (ImageSet set = grey(1, 2_000)) {
            String text = ExampleKeys.of(set).text();

            assertThat(ExampleKeys.of(text)).isEqualTo(ExampleKeys.of(set));
            assertThat(text).hasSizeLessThan(7 * 2_000);
            assertThat(ExampleKeys.of("").countIn(set)).isZero();
        }
    }

    @Test
    void damagedText_isRefused() {
        assertThatThrownBy(() -> ExampleKeys.of("no Base64!")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExampleKeys.of("gA=="))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> ExampleKeys.of("gICAgICAgICAAQ=="))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("40 bits");
    }

    private static byte[] noise(long seed, int count) {
        byte[] pixels = new byte[16 * count];
        new Random(seed).nextBytes(pixels);
        return pixels;
    }

    private static ImageSet grey(long seed, int count) {
        return ImageSet.labeled(
                "x", Split.TRAIN, noise(seed, count), new ImageSize(4, 4), 1, new int[count], List.of("a"));
    }

    private static ImageSet coloured(long seed, int count) {
        byte[] grey = noise(seed, count);
        byte[] pixels = new byte[3 * grey.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = grey[i / 3];
        }
        return ImageSet.labeled("y", Split.TEST, pixels, new ImageSize(4, 4), 3, new int[count], List.of("a"));
    }
}

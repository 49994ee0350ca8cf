package io.github.dann4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTransformTest {
    /** An image whose sample at column x and row y is {@code 2 x + y} in red, with constant green and blue. */
    private static DecodedImage ramp(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                rgb[(y * width + x) * 3] = (byte) (2 * x + y);
                rgb[(y * width + x) * 3 + 1] = 100;
                rgb[(y * width + x) * 3 + 2] = (byte) 200;
            }
        }
        return new DecodedImage(width, height, rgb, 1);
    }

    @Test
    void crop_ofAnImageWhoseShorterSideFits_isTheMiddle() {
        ImageTransform transform = ImageTransform.of("size=8,resize=10");

        byte[] pixels = transform.pixels(ramp(20, 10));

        // 20 x 10 stays as it is; the square of 8 begins at column 6 and row 1.
        assertThat(pixels).hasSize(8 * 8 * 3);
        assertThat(pixels[0]).isEqualTo((byte) 13);
        assertThat(pixels[3]).isEqualTo((byte) 15);
        assertThat(pixels[8 * 3]).isEqualTo((byte) 14);
        assertThat(pixels[1]).isEqualTo((byte) 100);
    }

    @Test
    void shrinkingByTwo_withAntialiasing_weighsFourPixelsOfARow() {
        byte[] rgb = new byte[16 * 16 * 3];
        rgb[(5 * 16 + 5) * 3] = (byte) 255;

        byte[] pixels = ImageTransform.of("size=8,framing=stretch").pixels(new DecodedImage(16, 16, rgb, 1));

        // The triangle over four pixels has the weights 1/8, 3/8, 3/8, 1/8; 255 * 9 / 64 = 35.86 and 255 * 3 / 64 =
        // 11.95.
        assertThat(pixels[(2 * 8 + 2) * 3]).isEqualTo((byte) 36);
        assertThat(pixels[(2 * 8 + 3) * 3]).isEqualTo((byte) 12);
        assertThat(pixels[(3 * 8 + 3) * 3]).isEqualTo((byte) 4);
        assertThat(ImageTransform.of("size=8,framing=stretch,antialias=false")
                        .pixels(new DecodedImage(16, 16, rgb, 1))[(2 * 8 + 2) * 3])
                .isEqualTo((byte) 64);
    }

    @Test
    void partOfAResizedImage_isThatPartOfTheWhole() {
        byte[] rgb = new byte[37 * 23 * 3];
        new Random(1).nextBytes(rgb);
        for (Interpolation interpolation : Interpolation.values()) {
            Resampling resampling = Resampling.of(37, 23, 20, 14, interpolation, true);
            byte[] all = resampling.all(rgb);
            byte[] part = resampling.part(rgb, 5, 3, 8, 9);
            for (int y = 0; y < 9; y++) {
                for (int i = 0; i < 8 * 3; i++) {
                    assertThat(part[y * 24 + i]).isEqualTo(all[((y + 3) * 20 + 5) * 3 + i]);
                }
            }
        }
    }

    @Test
    void values_areTheFormula_inBothLayoutsAndOrders() {
        byte[] pixels = ImageTransform.of("size=8,resize=8").pixels(ramp(8, 8));

        float[] first = ImageTransform.IMAGENET.with(Map.of("size", "8")).values(pixels, true);
        assertThat(first[0]).isEqualTo((0f - (float) (255 * 0.485)) * (float) (1 / (255 * 0.229)));
        assertThat(first[64]).isEqualTo((100f - (float) (255 * 0.456)) * (float) (1 / (255 * 0.224)));
        float[] bgr = ImageTransform.of("size=8,order=bgr,range=255,mean=103.939/116.779/123.68,sd=1")
                .values(pixels, false);
        assertThat(bgr[0]).isEqualTo(200f - 103.939f);
        assertThat(bgr[2]).isEqualTo(0f - 123.68f);
        float[] plusMinusOne = ImageTransform.of("size=8,mean=0.5,sd=0.5").values(pixels, true);
        assertThat(plusMinusOne[64]).isEqualTo((100f - 127.5f) * (float) (1 / 127.5));
    }

    @Test
    void text_givesTheSameTransform() {
        ImageTransform transform =
                ImageTransform.of("size=160,resize=170,interpolation=bicubic,order=bgr,range=255,mean=1/2/3,sd=4");

        assertThat(ImageTransform.of(transform.text())).isEqualTo(transform);
        assertThat(transform.sd()).isEqualTo(List.of(4.0, 4.0, 4.0));
        assertThat(ImageTransform.of(ImageTransform.IMAGENET.text())).isEqualTo(ImageTransform.IMAGENET);
        assertThat(ImageTransform.of("size=448").resize()).isEqualTo(512);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size=7|size must be 8 to 1024 pixels, got 7",
                "resize=100|resize must be 224 (the size) to 4096 pixels, got 100",
                "sd=0.2/0/0.1|sd must be one or three numbers of more than 0, got [0.2, 0.0, 0.1]",
                "mean=0.2/0.1|mean must be one or three numbers, got [0.2, 0.1]",
                "order=gbr|order is one of rgb, bgr, got 'gbr'",
                "size=big|size must be a whole number, got 'big'",
                "size|expected KEY=VALUE, got 'size'",
                "size=224,size=8|'size' is given twice"
            })
    void values_thatAreNotAllowed_areRefused(String text, String message) {
        assertThatThrownBy(() -> ImageTransform.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}

package io.github.dann4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.report.Report.Sprite;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpriteSheetTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void png_holdsEveryPixelWhereTheSpriteSays(int channels) throws IOException {
        byte[] bytes = new byte[7 * 5 * 4 * channels];
        new Random(1).nextBytes(bytes);
        Sprite sprite = new SpriteSheet(7, 5, 4, channels, bytes).png();
        BufferedImage sheet = image(sprite);

        for (int i = 0; i < 7; i++) {
            for (int at = 0; at < 20; at++) {
                int x = i % sprite.columns() * sprite.pitch() + at % 4;
                int y = i / sprite.columns() * sprite.pitch() + at / 4;
                for (int c = 0; c < channels; c++) {
                    assertThat(sheet.getRaster().getSample(x, y, c))
                            .isEqualTo(bytes[(i * 20 + at) * channels + c] & 0xff);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void jpeg_letsNoImageBleedIntoItsNeighbour(int channels) throws IOException {
        // Black and white images in turn, whose side is not a multiple of JPEG's blocks.
        byte[] bytes = new byte[9 * 28 * 28 * channels];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) (at / (28 * 28 * channels) % 2 == 0 ? 0 : 255);
        }
        Sprite sprite = new SpriteSheet(9, 28, 28, channels, bytes).jpeg();
        BufferedImage sheet = image(sprite);

        assertThat(sprite.pitch()).isEqualTo(32);
        for (int i = 0; i < 9; i++) {
            for (int at = 0; at < 28 * 28; at++) {
                int x = i % 3 * 32 + at % 28;
                int y = i / 3 * 32 + at / 28;
                assertThat(sheet.getRaster().getSample(x, y, 0)).isBetween(i % 2 == 0 ? 0 : 253, i % 2 == 0 ? 2 : 255);
            }
        }
    }

    @Test
    void bytesOfOtherImages_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpriteSheet(2, 3, 3, 1, new byte[17]))
                .withMessageContaining("2 images of 3 x 3")
                .withMessageContaining("17 bytes");
    }

    private static BufferedImage image(Sprite sprite) throws IOException {
        String file = sprite.uri().replaceFirst("data:image/(png|jpeg);base64,", "");
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(file)));
    }
}

package io.github.dann4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageGridTest {
    private static final ImageGrid RED_AND_GREEN =
            new ImageGrid(2, 1, 1, 3, new byte[] {(byte) 255, 0, 0, 0, (byte) 255, 0}, 1);

    @Test
    void images_lieRowByRow_magnified_withWhiteBehindTheLast() throws IOException {
        ImageGrid blueLast = RED_AND_GREEN.followedBy(new ImageGrid(1, 1, 1, 3, new byte[] {0, 0, (byte) 255}, 1));
        ImageGrid sheet = blueLast.magnifiedTo(4);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(sheet.png(2)));

        assertThat(image.getWidth()).isEqualTo(8).isEqualTo(sheet.width(2));
        assertThat(image.getHeight()).isEqualTo(8).isEqualTo(sheet.height(2));
        assertThat(image.getRGB(3, 3) & 0xFFFFFF).isEqualTo(0xFF0000);
        assertThat(image.getRGB(4, 0) & 0xFFFFFF).isEqualTo(0x00FF00);
        assertThat(image.getRGB(0, 4) & 0xFFFFFF).isEqualTo(0x0000FF);
        assertThat(image.getRGB(7, 7) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    }

    @Test
    void grey_isDrawnAsGrey() throws IOException {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(new ImageGrid(1, 1, 2, 1, new byte[] {7, (byte) 200}, 1).png(1)));

        assertThat(image.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x070707);
        assertThat(image.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0xC8C8C8);
    }

    @Test
    void otherSizes_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageGrid(2, 1, 1, 3, new byte[5], 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RED_AND_GREEN.followedBy(new ImageGrid(1, 1, 1, 1, new byte[1], 1)))
                .withMessageContaining("1 x 1 x 3, got 1 x 1 x 1");
    }
}

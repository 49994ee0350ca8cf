package io.github.dann4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class MoonsChartTest {
    private static final double[][] POINTS = {{-1, 0}, {1, 0}, {0, 3}};
    private static final int BLACK = 0x000000;

    private static MoonsChart.Row row(double[][] lines) {
        double[][] left = new double[5][5]; // ½ lies between the columns at 0 and at 2
        for (double[] values : left) {
            values[3] = 1;
            values[4] = 1;
        }
        return new MoonsChart.Row("NN", POINTS, new int[] {0, 1, -1}, left, new double[5][5], POINTS, lines);
    }

    private static BufferedImage image(double[][] lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MoonsChart(List.of(row(lines)), 4).writePng(out);
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private static int dark(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xff;
    }

    @Test
    void boundary_isDrawnWhereTheProbabilityIsAHalf() throws IOException {
        BufferedImage image = image(new double[0][]);
        int middle = 18 + 330 * 5 / 8; // x = 1 of -4 to 4
        assertThat(Math.min(dark(image, middle, 300), dark(image, middle - 1, 300)))
                .isLessThan(200);
        assertThat(dark(image, middle + 20, 300)).isEqualTo(255);
    }

    @Test
    void linesOfHiddenUnits_areCutAtTheFrame() throws IOException {
        BufferedImage image = image(new double[][] {{0, 1, 2}}); // y = -2
        int panel = 18 + 3 * 348;
        int y = 40 + 330 * 6 / 8;
        assertThat(Math.min(dark(image, panel + 100, y), dark(image, panel + 100, y - 1)))
                .isLessThan(200);
        assertThat(dark(image, panel - 8, y)).isEqualTo(255).isNotEqualTo(BLACK);
    }

    @Test
    void rowWithoutALabelForEachPoint_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MoonsChart.Row(
                        "NN", POINTS, new int[2], new double[2][2], new double[2][2], POINTS, new double[0][]))
                .withMessageContaining("3 points, 2 labels");
    }
}

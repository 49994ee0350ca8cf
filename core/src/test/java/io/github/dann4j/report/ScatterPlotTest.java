package io.github.dann4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.report.ScatterPlot.Panel;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScatterPlotTest {
    private static final Panel TWO = new Panel("kind", List.of("left", "right"), new int[] {0, 1, -1});
    private static final double[][] PLACES = {{-1, 0}, {1, 0}, {0, 1}};

    @Test
    void points_lieWhereTheyShould_inTheColourOfTheirGroup() {
        BufferedImage image = new ScatterPlot("points", PLACES, List.of(TWO)).draw();

        assertThat(isNear(image.getRGB(24, 44 + 450 + 213), TWO.colour(0))).isTrue();
        assertThat(isNear(image.getRGB(900 - 24, 44 + 450 + 213), TWO.colour(1)))
                .isTrue();
        assertThat(new Color(image.getRGB(450, 44 + 450))).isNotEqualTo(TWO.colour(-1));
    }

    @Test
    void panels_lieSideBySide() {
        assertThat(new ScatterPlot("points", PLACES, List.of(TWO, TWO)).draw().getWidth())
                .isEqualTo(2
                        * new ScatterPlot("points", PLACES, List.of(TWO)).draw().getWidth());
    }

    @Test
    void onePlace_oneDimension_andManyGroups_canBeDrawn() {
        List<String> many = java.util.stream.IntStream.range(0, 43)
                .mapToObj(i -> "class " + i)
                .toList();

        assertThat(new ScatterPlot("line", new double[][] {{1}, {1}, {1}}, List.of(new Panel("class", many, new int[] {
                            0, 20, 42
                        })))
                        .draw()
                        .getHeight())
                .isGreaterThan(900);
    }

    @Test
    void groupsOfOtherPoints_areRefused() {
        assertThatThrownBy(() -> new ScatterPlot("points", new double[2][2], List.of(TWO)))
                .hasMessageContaining("3")
                .hasMessageContaining("2");
    }

    private static boolean isNear(int rgb, Color colour) {
        Color drawn = new Color(rgb);
        return Math.abs(drawn.getRed() - colour.getRed()) < 90
                && Math.abs(drawn.getGreen() - colour.getGreen()) < 90
                && Math.abs(drawn.getBlue() - colour.getBlue()) < 90;
    }
}

package io.github.dann4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class CostChartTest {
    private static final CostChart.Chart CHART = new CostChart.Chart(
            "By batch",
            "images",
            "ms",
            List.of(new CostChart.Line("a", List.of(8.0, 16.0, 32.0), List.of(2.0, 4.0, 8.0))));

    @Test
    void proportion_isAStraightLine_forBothAxesAreLogarithmic() {
        XYChart chart = CostChart.chart(CHART);
        assertThat(chart.getSeriesMap().get("a").getXData()).containsExactly(new double[] {3, 4, 5}, within(1e-9));
        assertThat(chart.getSeriesMap().get("a").getYData()).containsExactly(new double[] {1, 2, 3}, within(1e-9));
        assertThat(CostChart.label(5)).isEqualTo("32");
    }

    @Test
    void charts_standSideBySide() throws IOException {
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        CostChart.writePng(one, List.of(CHART));
        CostChart.writePng(two, List.of(CHART, CHART));
        int width = ImageIO.read(new ByteArrayInputStream(one.toByteArray())).getWidth();
        assertThat(ImageIO.read(new ByteArrayInputStream(two.toByteArray())).getWidth())
                .isEqualTo(2 * width);
    }

    @Test
    void lineWithoutAValueForEachPlace_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CostChart.Line("a", List.of(1.0, 2.0), List.of(1.0)))
                .withMessageContaining("2 places with 1 values");
    }
}

package io.github.dann4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.report.LearningCurves.Curve;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class LearningCurvesTest {
    private static final double NONE = Double.NaN;
    private static final Curve SOURCE_ONLY = new Curve(
            "Source only",
            List.of(
                    List.of(new Curve.Point(10, 0.2, 1, NONE), new Curve.Point(20, 0.4, 0.5, NONE)),
                    List.of(new Curve.Point(10, 0.4, 3, NONE), new Curve.Point(20, 0.6, 0.7, NONE))));

    /** DANN's warm-up has no domain loss. */
    private static final Curve DANN =
            new Curve("DANN", List.of(List.of(new Curve.Point(10, 0.3, 1, NONE), new Curve.Point(20, 0.9, 0.5, 0.69))));

    @Test
    void strongLine_isTheMeanOverTheSeeds() {
        XYChart accuracy = LearningCurves.charts(List.of(SOURCE_ONLY)).get(0);

        assertThat(accuracy.getSeriesMap().get("Source only").getXData()).containsExactly(10, 20);
        assertThat(accuracy.getSeriesMap().get("Source only").getYData())
                .containsExactly(new double[] {30, 50}, within(1e-9));
        assertThat(accuracy.getSeriesMap()).hasSize(3); // and each seed
    }

    @Test
    void domainLoss_isDrawnFromWhereItBegins() {
        List<XYChart> charts = LearningCurves.charts(List.of(SOURCE_ONLY, DANN));

        assertThat(charts).hasSize(3);
        assertThat(charts.get(2).getSeriesMap()).containsOnlyKeys("DANN", "ln 2: domains cannot be distinguished");
        assertThat(charts.get(2).getSeriesMap().get("DANN").getXData()).containsExactly(20);
    }

    @Test
    void whatNoMethodHas_hasNoChart() {
        Curve unlabeled = new Curve("Source only", List.of(List.of(new Curve.Point(10, NONE, 1, NONE))));

        assertThat(LearningCurves.charts(List.of(unlabeled)))
                .singleElement()
                .satisfies(chart -> assertThat(chart.getTitle()).isEqualTo("Label loss"));
    }

    @Test
    void lossThatFallsFar_hasALogarithmicAxis() {
        Curve far = new Curve(
                "Source only",
                List.of(List.of(new Curve.Point(1, NONE, 2, NONE), new Curve.Point(2, NONE, 0.001, NONE))));

        assertThat(LearningCurves.charts(List.of(far)).get(0).getStyler().isYAxisLogarithmic())
                .isTrue();
        assertThat(LearningCurves.charts(List.of(SOURCE_ONLY))
                        .get(1)
                        .getStyler()
                        .isYAxisLogarithmic())
                .isFalse();
    }
}

package io.github.dann4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The learning curves of several methods as a picture: target accuracy, label loss and domain loss over the updates. */
public final class LearningCurves {
    /** Okabe and Ito's colours, told apart by the colour-blind too. */
    private static final Color[] COLOURS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7)
    };

    private static final int WIDTH = 560;
    private static final int HEIGHT = 420;
    private static final double LN2 = Math.log(2);

    /**
     * One method.
     *
     * @param name in the legend
     */
    public record Curve(String name, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }

        /**
         * Where a training stood after some updates.
         *
         * @param step updates done
         * @param targetAccuracy fraction in [0, 1]; NaN where the target has no labels
         * @param labelLoss in nats
         * @param domainLoss in nats; NaN without a domain classifier
         */
        public record Point(int step, double targetAccuracy, double labelLoss, double domainLoss) {}
    }

    private LearningCurves() {}

    /** Draws three charts side by side. */
    public static void writePng(OutputStream out, String title, List<Curve> curves) throws IOException {
        List<XYChart> charts = new ArrayList<>();
        if (curves.stream().anyMatch(curve -> has(curve, Curve.Point::targetAccuracy))) {
            XYChart accuracy =
                    chart(title + ": target accuracy (%)", "accuracy (%)", curves, p -> 100 * p.targetAccuracy());
            accuracy.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
            charts.add(accuracy);
        }
        charts.add(chart("Label loss", "cross-entropy (nats)", curves, Curve.Point::labelLoss));
        if (curves.stream().anyMatch(curve -> has(curve, Curve.Point::domainLoss))) {
            charts.add(domainLoss(curves));
        }
        ImageIO.write(sideBySide(charts), "png", out);
    }

    private static XYChart domainLoss(List<Curve> curves) {
        XYChart chart = chart("Domain loss", "cross-entropy (nats)", curves, Curve.Point::domainLoss);
        double last = curves.stream()
                .flatMap(curve -> curve.points().stream())
                .mapToInt(Curve.Point::step)
                .max()
                .orElse(1);
        chart.addSeries("ln 2: cannot tell", new double[] {0, last}, new double[] {LN2, LN2})
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(Color.GRAY)
                .setLineStyle(
                        new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {6, 4}, 0));
        return chart;
    }

    private static boolean has(Curve curve, ToDoubleFunction<Curve.Point> value) {
        return curve.points().stream().noneMatch(point -> Double.isNaN(value.applyAsDouble(point)));
    }

    /** One line a curve that has the value; a curve keeps its colour in every chart. */
    private static XYChart chart(String title, String axis, List<Curve> curves, ToDoubleFunction<Curve.Point> value) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("updates")
                .yAxisTitle(axis)
                .build();
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisMin(0.0);
        for (int i = 0; i < curves.size(); i++) {
            if (!has(curves.get(i), value)) {
                continue;
            }
            List<Curve.Point> points = curves.get(i).points();
            chart.addSeries(
                            curves.get(i).name(),
                            points.stream().mapToDouble(Curve.Point::step).toArray(),
                            points.stream().mapToDouble(value).toArray())
                    .setMarker(SeriesMarkers.NONE)
                    .setLineColor(COLOURS[i % COLOURS.length])
                    .setLineStyle(new BasicStroke(2));
        }
        return chart;
    }

    private static BufferedImage sideBySide(List<XYChart> charts) {
        BufferedImage image = new BufferedImage(WIDTH * charts.size(), HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            for (XYChart chart : charts) {
                chart.paint(graphics, WIDTH, HEIGHT);
                graphics.translate(WIDTH, 0);
            }
        } finally {
            graphics.dispose();
        }
        return image;
    }
}

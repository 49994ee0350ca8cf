package io.github.dann4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The learning curves of several methods as an image: target accuracy, label loss and domain loss over the steps. A
 * strong line is the mean over the seeds, pale lines are the seeds.
 */
public final class LearningCurves {
    /** Okabe and Ito's colours that are strong enough for thin lines. */
    private static final Color[] COLOURS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7)
    };

    private static final int WIDTH = 600;
    private static final int HEIGHT = 460;
    private static final int TITLE = 44;
    private static final double LN2 = Math.log(2);
    private static final float PALE = 0.35f;

    /** From this ratio of the largest to the smallest loss on, a linear axis would show only the beginning. */
    private static final double WIDE = 30;

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    /**
     * One method.
     *
     * @param name in the legend
     * @param seeds the points of each of its trainings, at the same steps
     */
    public record Curve(String name, List<List<Point>> seeds) {
        public Curve {
            seeds = seeds.stream().map(List::copyOf).toList();
        }

        /**
         * The state of a training after some steps.
         *
         * @param step steps done
         * @param targetAccuracy fraction in [0, 1]; NaN if the target has no labels
         * @param labelLoss in nats
         * @param domainLoss in nats; NaN without a domain classifier, or before it starts to learn
         */
        public record Point(int step, double targetAccuracy, double labelLoss, double domainLoss) {}

        private List<double[]> line(List<Point> seed, ToDoubleFunction<Point> value) {
            return seed.stream()
                    .map(point -> new double[] {point.step(), value.applyAsDouble(point)})
                    .filter(point -> Double.isFinite(point[1]))
                    .toList();
        }

        /** Returns the mean over the seeds, at the steps where every seed has a value. */
        private List<double[]> mean(ToDoubleFunction<Point> value) {
            List<double[]> mean = new ArrayList<>();
            int points = seeds.stream().mapToInt(List::size).min().orElse(0);
            for (int i = 0; i < points; i++) {
                int at = i;
                double sum = seeds.stream()
                        .mapToDouble(seed -> value.applyAsDouble(seed.get(at)))
                        .sum();
                if (Double.isFinite(sum)) {
                    mean.add(new double[] {seeds.get(0).get(i).step(), sum / seeds.size()});
                }
            }
            return mean;
        }
    }

    private LearningCurves() {}

    /**
     * Draws the charts side by side.
     *
     * @param title above all charts
     */
    public static void writePng(OutputStream out, String title, List<Curve> curves) throws IOException {
        ImageIO.write(draw(title, charts(curves)), "png", out);
    }

    /** Returns a chart for each quantity that at least one method has. */
    static List<XYChart> charts(List<Curve> curves) {
        List<XYChart> charts = new ArrayList<>();
        XYChart accuracy = chart(
                "Accuracy on a sample of the target's test set", "accuracy (%)", curves, p -> 100 * p.targetAccuracy());
        if (!accuracy.getSeriesMap().isEmpty()) {
            accuracy.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
            charts.add(accuracy);
        }
        XYChart label = chart("Label loss", "cross-entropy (nats)", curves, Curve.Point::labelLoss);
        if (isWide(label)) {
            label.getStyler().setYAxisLogarithmic(true);
        }
        charts.add(label);
        XYChart domain = chart("Domain loss", "cross-entropy (nats)", curves, Curve.Point::domainLoss);
        if (!domain.getSeriesMap().isEmpty()) {
            addChance(domain, lastStep(curves));
            domain.getStyler().setYAxisMin(0.0);
            charts.add(domain);
        }
        charts.forEach(chart -> chart.getStyler().setXAxisMin(0.0).setXAxisMax((double) lastStep(curves)));
        return charts;
    }

    private static boolean isWide(XYChart chart) {
        double min = chart.getSeriesMap().values().stream()
                .mapToDouble(XYSeries::getYMin)
                .min()
                .orElse(0);
        double max = chart.getSeriesMap().values().stream()
                .mapToDouble(XYSeries::getYMax)
                .max()
                .orElse(0);
        return min > 0 && max / min >= WIDE;
    }

    private static void addChance(XYChart chart, int last) {
        chart.addSeries("ln 2: domains cannot be distinguished", new double[] {0, last}, new double[] {LN2, LN2})
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(Color.GRAY)
                .setLineStyle(
                        new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {6, 4}, 0));
    }

    private static int lastStep(List<Curve> curves) {
        return curves.stream()
                .flatMap(curve -> curve.seeds().stream())
                .flatMap(List::stream)
                .mapToInt(Curve.Point::step)
                .max()
                .orElse(1);
    }

    /** Creates a chart; a method has the same colour in every chart. */
    private static XYChart chart(String title, String axis, List<Curve> curves, ToDoubleFunction<Curve.Point> value) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("steps")
                .yAxisTitle(axis)
                .build();
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setLegendFont(FONT)
                .setChartTitleFont(FONT.deriveFont(Font.BOLD, 15f))
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderColor(new Color(0xBBBBBB));
        chart.getStyler()
                .setAxisTitleFont(FONT)
                .setAxisTickLabelsFont(FONT.deriveFont(12f))
                .setPlotGridLinesColor(new Color(0xE4E4E4))
                .setPlotGridLinesStroke(new BasicStroke(1));
        for (int i = 0; i < curves.size(); i++) {
            Color colour = COLOURS[i % COLOURS.length];
            Curve curve = curves.get(i);
            for (int seed = 0; curve.seeds().size() > 1 && seed < curve.seeds().size(); seed++) {
                add(chart, curve.name() + " " + seed, curve.line(curve.seeds().get(seed), value), pale(colour), 1)
                        .ifPresent(line -> line.setShowInLegend(false));
            }
            add(chart, curve.name(), curve.mean(value), colour, 2.5f);
        }
        return chart;
    }

    private static Color pale(Color colour) {
        float[] rgb = colour.getRGBColorComponents(null);
        return new Color(PALE * rgb[0] + 1 - PALE, PALE * rgb[1] + 1 - PALE, PALE * rgb[2] + 1 - PALE);
    }

    private static Optional<XYSeries> add(XYChart chart, String name, List<double[]> line, Color colour, float width) {
        if (line.isEmpty()) {
            return Optional.empty();
        }
        XYSeries series = chart.addSeries(
                name,
                line.stream().mapToDouble(point -> point[0]).toArray(),
                line.stream().mapToDouble(point -> point[1]).toArray());
        series.setMarker(SeriesMarkers.NONE)
                .setLineColor(colour)
                .setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        return Optional.of(series);
    }

    private static BufferedImage draw(String title, List<XYChart> charts) {
        BufferedImage image = new BufferedImage(WIDTH * charts.size(), TITLE + HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.setColor(Color.BLACK);
            graphics.setFont(FONT.deriveFont(Font.BOLD, 18f));
            graphics.drawString(title, 14, 30);
            graphics.translate(0, TITLE);
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

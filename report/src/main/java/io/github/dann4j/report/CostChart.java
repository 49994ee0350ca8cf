package io.github.dann4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The cost of a training step as an image: charts side by side, with both axes logarithmic, so that proportionality is
 * a straight line.
 */
public final class CostChart {
    /** Okabe and Ito's colours that are strong enough for thin lines. */
    private static final Color[] COLOURS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7)
    };

    private static final int WIDTH = 600;
    private static final int HEIGHT = 460;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    /**
     * One chart.
     *
     * @param title above it
     * @param xAxis the quantity that grows, with its unit
     * @param yAxis the cost, with its unit
     */
    public record Chart(String title, String xAxis, String yAxis, List<Line> lines) {
        public Chart {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One line of a chart: as many values as places on the horizontal axis, at least one, all positive.
     *
     * @param name in the legend
     */
    public record Line(String name, List<Double> x, List<Double> y) {
        public Line {
            x = List.copyOf(x);
            y = List.copyOf(y);
            if (x.isEmpty() || x.size() != y.size()) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "line %s: %d places with %d values", name, x.size(), y.size()));
            }
        }
    }

    private CostChart() {}

    /** Draws the charts side by side. */
    public static void writePng(OutputStream out, List<Chart> charts) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH * charts.size(), HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            for (Chart one : charts) {
                chart(one).paint(graphics, WIDTH, HEIGHT);
                graphics.translate(WIDTH, 0);
            }
        } finally {
            graphics.dispose();
        }
        ImageIO.write(image, "png", out);
    }

    static XYChart chart(Chart one) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(one.title())
                .xAxisTitle(one.xAxis())
                .yAxisTitle(one.yAxis())
                .build();
        chart.getStyler()
                .setAxisTitleFont(FONT)
                .setAxisTickLabelsFont(FONT.deriveFont(12f))
                .setPlotGridLinesColor(new Color(0xE4E4E4))
                .setPlotGridLinesStroke(new BasicStroke(1));
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setLegendFont(FONT)
                .setChartTitleFont(FONT.deriveFont(Font.BOLD, 15f))
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderColor(new Color(0xBBBBBB));
        // XChart's logarithmic axes label only powers of ten, of which there are few here.
        chart.setCustomXAxisTickLabelsFormatter(CostChart::label);
        chart.setCustomYAxisTickLabelsFormatter(CostChart::label);
        for (int i = 0; i < one.lines().size(); i++) {
            Line line = one.lines().get(i);
            Color colour = COLOURS[i % COLOURS.length];
            XYSeries series = chart.addSeries(line.name(), logarithms(line.x()), logarithms(line.y()));
            series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour).setLineColor(colour);
            series.setLineStyle(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        }
        return chart;
    }

    private static List<Double> logarithms(List<Double> values) {
        return values.stream().map(value -> Math.log(value) / Math.log(2)).toList();
    }

    /** The label at a place of an axis. */
    static String label(double logarithm) {
        return String.format(Locale.ROOT, "%.0f", Math.pow(2, logarithm));
    }
}

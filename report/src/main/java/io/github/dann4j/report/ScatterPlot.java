package io.github.dann4j.report;

import io.github.dann4j.report.Surface.Anchor;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Points of the plane as an image, with one panel for each way of colouring them, side by side.
 *
 * @param title above all panels
 * @param axes the coordinates
 * @param coordinates {@code [n][1 or 2]}; points of one dimension are drawn on a line, spread vertically to be visible
 * @param panels at least one
 */
public record ScatterPlot(String title, Axes axes, double[][] coordinates, List<Panel> panels) {
    private static final int WIDTH = 900;
    private static final int TITLE = 44;

    /** Space left of the points, for the vertical axis. */
    static final int LEFT = 62;

    private static final int RIGHT = 14;

    /** Side of the square of the points. */
    static final int SIDE = WIDTH - LEFT - RIGHT;

    /** Space below the points, for the horizontal axis. */
    private static final int BOTTOM = 54;

    /** Space between the outermost points and the frame. */
    static final int MARGIN = 14;

    private static final int LINE = 22;
    private static final double TEXT = 15;
    private static final double SMALL = 12.5;
    private static final int TICKS = 7;
    private static final Color GREY = new Color(0xAAAAAA);

    /**
     * The two axes, with the same scale.
     *
     * @param x the first coordinate
     * @param y the second coordinate
     * @param measured whether the values of the coordinates have a meaning; if so, they are written along the axes
     */
    public record Axes(String x, String y, boolean measured) {}

    /**
     * One way to colour the points.
     *
     * @param title of the panel
     * @param groups names of the groups
     * @param groupOf the group of each point; −1 for none, grey
     */
    public record Panel(String title, List<String> groups, int[] groupOf) {
        public Panel {
            groups = List.copyOf(groups);
        }

        Color colour(int group) {
            return Palette.colour(group, groups.size());
        }
    }

    public ScatterPlot {
        panels = List.copyOf(panels);
        for (Panel panel : panels) {
            if (panel.groupOf.length != coordinates.length) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "panel '%s' has groups of %d points, there are %d",
                        panel.title,
                        panel.groupOf.length,
                        coordinates.length));
            }
        }
    }

    /** Writes the plot as a raster image. */
    public void writePng(OutputStream out) throws IOException {
        ImageIO.write(draw(), "png", out);
    }

    /** Writes the plot as an SVG document. */
    public void writeSvg(OutputStream out) throws IOException {
        SvgSurface.write(out, title, width(), height(), this::drawOn);
    }

    BufferedImage draw() {
        BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            drawOn(new RasterSurface(graphics));
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private int width() {
        return panels.size() * WIDTH;
    }

    private int height() {
        int lines = panels.stream()
                .mapToInt(panel ->
                        legend(panel).stream().mapToInt(Entry::line).max().orElse(0))
                .max()
                .orElse(0);
        return TITLE + SIDE + BOTTOM + lines * LINE + 10;
    }

    private void drawOn(Surface surface) {
        Scale scale = Scale.of(coordinates);
        double[][] places = places(scale);
        for (int p = 0; p < panels.size(); p++) {
            draw(surface, panels.get(p), places, scale, p * WIDTH);
        }
    }

    /**
     * The square of the plane that is shown.
     *
     * @param pixels per unit of the plane; 0 if all points are in one place
     */
    private record Scale(double centreX, double centreY, double pixels) {
        static Scale of(double[][] coordinates) {
            double[] xs =
                    Arrays.stream(coordinates).mapToDouble(place -> place[0]).toArray();
            double[] ys = Arrays.stream(coordinates)
                    .mapToDouble(place -> place.length > 1 ? place[1] : 0)
                    .toArray();
            double lowX = Arrays.stream(xs).min().orElse(0);
            double highX = Arrays.stream(xs).max().orElse(0);
            double lowY = Arrays.stream(ys).min().orElse(0);
            double highY = Arrays.stream(ys).max().orElse(0);
            double side = Math.max(highX - lowX, highY - lowY);
            return new Scale((lowX + highX) / 2, (lowY + highY) / 2, side > 0 ? (SIDE - 2.0 * MARGIN) / side : 0);
        }

        /** The distance from the left of the frame. */
        double x(double value) {
            return SIDE / 2.0 + pixels * (value - centreX);
        }

        /** The distance from the top of the frame. */
        double y(double value) {
            return SIDE / 2.0 - pixels * (value - centreY);
        }
    }

    /** The positions within the frame, {@code [n][2]}. */
    private double[][] places(Scale scale) {
        Random spread = new Random(0);
        double[][] places = new double[coordinates.length][];
        for (int i = 0; i < places.length; i++) {
            double[] place = coordinates[i];
            places[i] = new double[] {
                scale.x(place[0]),
                place.length > 1 ? scale.y(place[1]) : SIDE / 2.0 + SIDE / 12.0 * spread.nextGaussian()
            };
        }
        return places;
    }

    private void draw(Surface surface, Panel panel, double[][] places, Scale scale, int from) {
        int left = from + LEFT;
        surface.text(panels.size() == 1 ? title : title + ": " + panel.title, left, 30, 17, true, Anchor.START, false);
        axes(surface, scale, left);
        double radius = Math.max(1.1, Math.min(4, 260 / Math.sqrt(places.length)));
        double opacity = places.length > 20_000 ? 0.5 : 0.75;
        for (int i : order()) {
            surface.dot(left + places[i][0], TITLE + places[i][1], radius, panel.colour(panel.groupOf[i]), opacity);
        }
        surface.frame(left, TITLE, SIDE, SIDE, GREY);
        int top = TITLE + SIDE + BOTTOM;
        for (Entry entry : legend(panel)) {
            double baseline = top + entry.line() * LINE - 4.0;
            surface.dot(left + entry.x() + 6.0, baseline - 5, 6, panel.colour(entry.group()), 1);
            surface.text(
                    panel.groups.get(entry.group()),
                    left + entry.x() + 18.0,
                    baseline,
                    TEXT,
                    false,
                    Anchor.START,
                    false);
        }
    }

    /** Returns a random but fixed order, because a group that is drawn last would hide the others. */
    private List<Integer> order() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < coordinates.length; i++) {
            order.add(i);
        }
        java.util.Collections.shuffle(order, new Random(0));
        return order;
    }

    private void axes(Surface surface, Scale scale, int left) {
        double bottom = TITLE + SIDE;
        boolean plane = coordinates.length == 0 || coordinates[0].length > 1;
        if (axes.measured && scale.pixels > 0) {
            double step = step(SIDE / scale.pixels);
            for (double value : ticks(scale.centreX, scale.pixels, step)) {
                double x = left + scale.x(value);
                surface.line(x, bottom, x, bottom + 5, GREY);
                surface.text(number(value, step), x, bottom + 18, SMALL, false, Anchor.MIDDLE, false);
            }
            if (plane) {
                for (double value : ticks(scale.centreY, scale.pixels, step)) {
                    double y = TITLE + scale.y(value);
                    surface.line(left - 5.0, y, left, y, GREY);
                    surface.text(number(value, step), left - 8.0, y + 4, SMALL, false, Anchor.END, false);
                }
            }
        }
        surface.text(axes.x, left + SIDE / 2.0, bottom + 38, TEXT, false, Anchor.MIDDLE, false);
        if (plane) {
            surface.text(axes.y, left - 44.0, TITLE + SIDE / 2.0, TEXT, false, Anchor.MIDDLE, true);
        }
    }

    /** Returns 1, 2 or 5 times a power of ten, so that at most {@value #TICKS} ticks fit the range. */
    private static double step(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(range / TICKS)));
        for (int factor : new int[] {1, 2, 5}) {
            if (range / (factor * power) <= TICKS) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static double[] ticks(double centre, double pixels, double step) {
        double reach = SIDE / 2.0 / pixels;
        long first = (long) Math.ceil((centre - reach) / step);
        long last = (long) Math.floor((centre + reach) / step);
        double[] ticks = new double[(int) (last - first + 1)];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = (first + i) * step;
        }
        return ticks;
    }

    private static String number(double value, double step) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step)));
        return decimals > 4
                ? String.format(Locale.ROOT, "%.3g", value)
                : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /**
     * The name of a group in the legend.
     *
     * @param x from the left of the frame
     * @param line from 1
     */
    private record Entry(int group, int x, int line) {}

    /** Lays out all groups, in as many lines as they need. */
    private static List<Entry> legend(Panel panel) {
        FontMetrics metrics = metrics();
        List<Entry> entries = new ArrayList<>();
        int x = 0;
        int line = 1;
        for (int group = 0; group < panel.groups.size(); group++) {
            int width = 18 + metrics.stringWidth(panel.groups.get(group)) + 16;
            if (x + width > SIDE && x > 0) {
                x = 0;
                line++;
            }
            entries.add(new Entry(group, x, line));
            x += width;
        }
        return entries;
    }

    private static FontMetrics metrics() {
        Graphics2D scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            return scratch.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) TEXT));
        } finally {
            scratch.dispose();
        }
    }
}

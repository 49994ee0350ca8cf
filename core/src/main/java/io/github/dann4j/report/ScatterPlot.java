package io.github.dann4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Points of the plane as a picture, one panel for each way of colouring them, side by side.
 *
 * @param title above all
 * @param coordinates {@code [n][1 or 2]}; points of one dimension are drawn on a line, spread in height to be seen
 * @param panels at least one
 */
public record ScatterPlot(String title, double[][] coordinates, List<Panel> panels) {
    private static final int SIDE = 900;
    private static final int MARGIN = 24;
    private static final int TITLE = 44;
    private static final int LINE = 22;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

    /** Okabe and Ito's colours, told apart by the colour-blind too, and two more: enough for ten digits. */
    private static final int[] COLOURS = {
        0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9, 0x8A7A00, 0x000000, 0x7B3FA0, 0x9A9A9A
    };

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
            if (group < 0) {
                return new Color(0x56, 0x70, 0x8C);
            }
            return groups.size() <= COLOURS.length
                    ? new Color(COLOURS[group])
                    : Color.getHSBColor(
                            (float) group / groups.size(),
                            group % 2 == 0 ? 0.9f : 0.55f,
                            group % 3 == 0 ? 0.6f : 0.85f);
        }
    }

    public ScatterPlot {
        panels = List.copyOf(panels);
        for (Panel panel : panels) {
            if (panel.groupOf.length != coordinates.length) {
                throw new IllegalArgumentException("panel '%s' has groups of %d points, there are %d"
                        .formatted(panel.title, panel.groupOf.length, coordinates.length));
            }
        }
    }

    /** Draws the picture. */
    public void writePng(OutputStream out) throws IOException {
        ImageIO.write(draw(), "png", out);
    }

    BufferedImage draw() {
        int legend = LINE * panels.stream().mapToInt(this::legendLines).max().orElse(0);
        BufferedImage image =
                new BufferedImage(panels.size() * SIDE, TITLE + SIDE + legend + MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            double[][] places = places();
            for (int p = 0; p < panels.size(); p++) {
                draw(graphics, panels.get(p), places, p * SIDE);
            }
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /** On the panel, {@code [n][2]} in pixels, the same scale in both directions. */
    private double[][] places() {
        int n = coordinates.length;
        double[] xs = new double[n];
        double[] ys = new double[n];
        Random spread = new Random(0);
        for (int i = 0; i < n; i++) {
            xs[i] = coordinates[i][0];
            ys[i] = coordinates[i].length > 1 ? coordinates[i][1] : 0;
        }
        double lowX = Arrays.stream(xs).min().orElse(0);
        double highX = Arrays.stream(xs).max().orElse(0);
        double lowY = Arrays.stream(ys).min().orElse(0);
        double highY = Arrays.stream(ys).max().orElse(0);
        double side = Math.max(highX - lowX, highY - lowY);
        double scale = side > 0 ? (SIDE - 2 * MARGIN) / side : 0;
        double[][] places = new double[n][];
        for (int i = 0; i < n; i++) {
            double height = coordinates[i].length > 1 ? 0 : SIDE / 12.0 * spread.nextGaussian();
            places[i] = new double[] {
                SIDE / 2.0 + scale * (xs[i] - (lowX + highX) / 2),
                TITLE + SIDE / 2.0 - scale * (ys[i] - (lowY + highY) / 2) + height
            };
        }
        return places;
    }

    private void draw(Graphics2D graphics, Panel panel, double[][] places, int left) {
        graphics.setFont(FONT.deriveFont(Font.BOLD, 17f));
        graphics.setColor(Color.BLACK);
        graphics.drawString(panels.size() == 1 ? title : title + ": " + panel.title, left + MARGIN, 30);
        double radius = Math.max(1.1, Math.min(4, 260 / Math.sqrt(places.length)));
        int opacity = places.length > 20_000 ? 130 : 190;
        // In an order drawn once: a group that is drawn last would hide the others.
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            order.add(i);
        }
        java.util.Collections.shuffle(order, new Random(0));
        for (int i : order) {
            Color colour = panel.colour(panel.groupOf[i]);
            graphics.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), opacity));
            graphics.fill(
                    new Ellipse2D.Double(left + places[i][0] - radius, places[i][1] - radius, 2 * radius, 2 * radius));
        }
        graphics.setColor(new Color(0xDDDDDD));
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new Rectangle2D.Double(left + 4, TITLE - 4, SIDE - 8, SIDE + 2));
        legend(graphics, panel, left, true);
    }

    private int legendLines(Panel panel) {
        BufferedImage scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scratch.createGraphics();
        try {
            return legend(graphics, panel, 0, false);
        } finally {
            graphics.dispose();
        }
    }

    /** A swatch and the name of each group, in as many lines as they take. */
    private static int legend(Graphics2D graphics, Panel panel, int left, boolean drawn) {
        graphics.setFont(FONT);
        FontMetrics metrics = graphics.getFontMetrics();
        int x = MARGIN;
        int lines = 1;
        for (int group = 0; group < panel.groups.size(); group++) {
            int width = 18 + metrics.stringWidth(panel.groups.get(group)) + 16;
            if (x + width > SIDE && x > MARGIN) {
                x = MARGIN;
                lines++;
            }
            if (drawn) {
                int baseline = TITLE + SIDE + lines * LINE;
                graphics.setColor(panel.colour(group));
                graphics.fill(new Ellipse2D.Double(left + x, baseline - 11, 12, 12));
                graphics.setColor(Color.BLACK);
                graphics.drawString(panel.groups.get(group), left + x + 18, baseline);
            }
            x += width;
        }
        return lines;
    }
}

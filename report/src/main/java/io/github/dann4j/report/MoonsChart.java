package io.github.dann4j.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Networks with one hidden layer on points of the plane, as figure 2 of the DANN paper draws them: a line of four panels
 * for each network.
 *
 * @param rows one for each network, at least one
 * @param reach half the side of the square around 0 that the panels show
 */
public record MoonsChart(List<Row> rows, double reach) {
    private static final int SIDE = 330;
    private static final int GAP = 18;
    private static final int TOP = 40;
    private static final int LEGEND = 36;
    private static final int SOURCE_CLASSES = 2;
    private static final Color GREY = new Color(0xBBBBBB);
    private static final Color TARGET = new Color(0x777777);
    private static final List<String> TITLES =
            List.of("label boundary", "PCA of the hidden layer", "domain boundary", "hidden units");

    /** The points that the paper marks: the target's nearest to these places. */
    private static final double[][] MARKED = {{-2.4, -1.6}, {-1.2, 0.4}, {0.8, -0.5}, {2.5, 1.5}};

    /**
     * One network.
     *
     * @param title its name
     * @param points {@code [n][2]}
     * @param labels 0 or 1; −1 for points of the target
     * @param classes the probability of class 1 on a grid over the square, {@code [rows][columns]}, from its lower left
     *     corner; the boundary is where it is ½
     * @param domains the same for the probability of the source
     * @param components where the hidden layer of each point lies, {@code [n][2]}
     * @param lines a, b, c of each hidden unit, which is ½ where a x + b y + c = 0
     */
    public record Row(
            String title,
            double[][] points,
            int[] labels,
            double[][] classes,
            double[][] domains,
            double[][] components,
            double[][] lines) {
        public Row {
            if (points.length != labels.length || points.length != components.length || points.length == 0) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "row '%s' has %d points, %d labels and %d components; all must be the same number, at least 1",
                        title,
                        points.length,
                        labels.length,
                        components.length));
            }
        }
    }

    public MoonsChart {
        rows = List.copyOf(rows);
    }

    /** Writes the chart as a raster image. */
    public void writePng(OutputStream out) throws IOException {
        BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            draw(new RasterSurface(graphics));
        } finally {
            graphics.dispose();
        }
        ImageIO.write(image, "png", out);
    }

    private int width() {
        return GAP + TITLES.size() * (SIDE + GAP);
    }

    private int height() {
        return rows.size() * (TOP + SIDE) + LEGEND;
    }

    private void draw(Surface surface) {
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            double top = r * (TOP + SIDE) + TOP;
            for (int p = 0; p < TITLES.size(); p++) {
                double left = GAP + p * (SIDE + GAP);
                surface.text(row.title + ": " + TITLES.get(p), left, top - 10, 14, true, Surface.Anchor.START, false);
                Place place = p == 1 ? Place.of(row.components, left, top) : new Place(left, top, 0, 0, reach);
                points(surface, row, p == 1 ? row.components : row.points, place);
                if (p == 0) {
                    boundary(surface, row.classes, place);
                } else if (p == 2) {
                    boundary(surface, row.domains, place);
                } else if (p == 3) {
                    for (double[] line : row.lines) {
                        line(surface, line, place);
                    }
                }
                surface.frame(left, top, SIDE, SIDE, GREY);
            }
        }
        legend(surface);
    }

    /**
     * A panel.
     *
     * @param half half the side of the square that it shows
     */
    private record Place(double left, double top, double centreX, double centreY, double half) {
        static Place of(double[][] points, double left, double top) {
            double[] low = points[0].clone();
            double[] high = points[0].clone();
            for (double[] point : points) {
                for (int k = 0; k < 2; k++) {
                    low[k] = Math.min(low[k], point[k]);
                    high[k] = Math.max(high[k], point[k]);
                }
            }
            double half = Math.max(high[0] - low[0], high[1] - low[1]) / 2 * 1.08;
            return new Place(left, top, (low[0] + high[0]) / 2, (low[1] + high[1]) / 2, half > 0 ? half : 1);
        }

        double x(double value) {
            return left + SIDE * (0.5 + (value - centreX) / (2 * half));
        }

        double y(double value) {
            return top + SIDE * (0.5 - (value - centreY) / (2 * half));
        }

        boolean shows(double x, double y) {
            return Math.abs(x - centreX) <= half && Math.abs(y - centreY) <= half;
        }
    }

    private static void points(Surface surface, Row row, double[][] places, Place place) {
        for (int i = 0; i < places.length; i++) {
            if (place.shows(places[i][0], places[i][1])) {
                boolean target = row.labels[i] < 0;
                surface.dot(
                        place.x(places[i][0]),
                        place.y(places[i][1]),
                        target ? 2 : 3.2,
                        target ? TARGET : Palette.colour(row.labels[i], SOURCE_CLASSES),
                        target ? 0.8 : 0.75);
            }
        }
        for (int mark = 0; mark < MARKED.length; mark++) {
            int nearest = nearest(row, MARKED[mark]);
            if (nearest >= 0) {
                surface.text(
                        String.valueOf((char) ('A' + mark)),
                        place.x(places[nearest][0]) + 4,
                        place.y(places[nearest][1]) - 4,
                        15,
                        true,
                        Surface.Anchor.START,
                        false);
            }
        }
    }

    /** The target's point nearest to a place; −1 if there is no target. */
    private static int nearest(Row row, double[] to) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < row.points.length; i++) {
            double distance = Math.hypot(row.points[i][0] - to[0], row.points[i][1] - to[1]);
            if (row.labels[i] < 0 && distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    /** Draws where values on the grid pass ½: a piece of line for each cell that it crosses (marching squares). */
    private void boundary(Surface surface, double[][] grid, Place place) {
        int last = grid.length - 1;
        double step = 2 * reach / last;
        for (int row = 0; row < last; row++) {
            for (int column = 0; column < last; column++) {
                double[] corners = {
                    grid[row][column] - 0.5,
                    grid[row][column + 1] - 0.5,
                    grid[row + 1][column + 1] - 0.5,
                    grid[row + 1][column] - 0.5
                };
                double[][] crossings = new double[4][];
                int count = 0;
                for (int side = 0; side < 4; side++) {
                    double from = corners[side];
                    double to = corners[(side + 1) % 4];
                    if (from > 0 != to > 0) {
                        double t = from / (from - to);
                        crossings[count++] = switch (side) {
                            case 0 -> new double[] {t, 0};
                            case 1 -> new double[] {1, t};
                            case 2 -> new double[] {1 - t, 1};
                            default -> new double[] {0, 1 - t};
                        };
                    }
                }
                for (int k = 0; k + 1 < count; k += 2) {
                    surface.line(
                            place.x(-reach + step * (column + crossings[k][0])),
                            place.y(-reach + step * (row + crossings[k][1])),
                            place.x(-reach + step * (column + crossings[k + 1][0])),
                            place.y(-reach + step * (row + crossings[k + 1][1])),
                            Color.BLACK);
                }
            }
        }
    }

    /** Draws a x + b y + c = 0 within the square. */
    private void line(Surface surface, double[] line, Place place) {
        double[][] ends = new double[4][];
        int count = 0;
        for (double edge : new double[] {-reach, reach}) {
            double y = -(line[0] * edge + line[2]) / line[1];
            if (Math.abs(y) <= reach) {
                ends[count++] = new double[] {edge, y};
            }
            double x = -(line[1] * edge + line[2]) / line[0];
            if (Math.abs(x) < reach) {
                ends[count++] = new double[] {x, edge};
            }
        }
        if (count >= 2) {
            surface.line(
                    place.x(ends[0][0]), place.y(ends[0][1]), place.x(ends[1][0]), place.y(ends[1][1]), Color.BLACK);
        }
    }

    private void legend(Surface surface) {
        double baseline = height() - 12.0;
        String[] names = {"source, upper moon", "source, lower moon", "target"};
        for (int i = 0; i < names.length; i++) {
            double x = GAP + 6 + i * 190.0;
            Color colour = i < SOURCE_CLASSES ? Palette.colour(i, SOURCE_CLASSES) : TARGET;
            surface.dot(x, baseline - 5, 5, colour, 1);
            surface.text(names[i], x + 12, baseline, 14, false, Surface.Anchor.START, false);
        }
    }
}

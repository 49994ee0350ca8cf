package io.github.dann4j.data.synth;

import java.awt.Shape;
import java.awt.geom.FlatteningPathIterator;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;

/**
 * A round pen drawn along outlines. Java's own {@code BasicStroke} gives lines whose last bits differ from one release
 * to the next, which is enough to change a pixel; a generated dataset must be the same on all releases.
 *
 * @param width of the line, above 0
 * @param flatness maximum distance of straight pieces from the curve that they replace, in the units of the outline,
 *     above 0
 */
record Stroke(double width, double flatness) {
    /** Eight corners are round enough for lines of a few pixels. */
    private static final int CORNERS = 8;

    private static final double[] CORNER_X = new double[CORNERS];
    private static final double[] CORNER_Y = new double[CORNERS];

    static {
        for (int i = 0; i < CORNERS; i++) {
            CORNER_X[i] = StrictMath.cos(-2 * Math.PI * i / CORNERS) / 2;
            CORNER_Y[i] = StrictMath.sin(-2 * Math.PI * i / CORNERS) / 2;
        }
    }

    /**
     * Returns the area that the pen covers, to be filled by the non-zero winding rule, which is the default of a
     * {@link Path2D}.
     */
    Path2D along(Shape outline) {
        Path2D covered = new Path2D.Double();
        double[] at = new double[6];
        double startX = 0;
        double startY = 0;
        double x = 0;
        double y = 0;
        PathIterator pieces = new FlatteningPathIterator(outline.getPathIterator(null), flatness);
        for (; !pieces.isDone(); pieces.next()) {
            int kind = pieces.currentSegment(at);
            if (kind == PathIterator.SEG_MOVETO) {
                startX = x = at[0];
                startY = y = at[1];
                disc(covered, x, y);
                continue;
            }
            double toX = kind == PathIterator.SEG_CLOSE ? startX : at[0];
            double toY = kind == PathIterator.SEG_CLOSE ? startY : at[1];
            piece(covered, x, y, toX, toY);
            x = toX;
            y = toY;
            disc(covered, x, y);
        }
        return covered;
    }

    /**
     * Adds the rectangle around one straight piece. It turns in the same direction as {@link #disc}, so that overlaps
     * add up instead of being cut out.
     */
    private void piece(Path2D covered, double x, double y, double toX, double toY) {
        double length = Math.sqrt((toX - x) * (toX - x) + (toY - y) * (toY - y));
        if (length == 0) {
            return;
        }
        double across = -(toY - y) / length * width / 2;
        double down = (toX - x) / length * width / 2;
        covered.moveTo(x + across, y + down);
        covered.lineTo(toX + across, toY + down);
        covered.lineTo(toX - across, toY - down);
        covered.lineTo(x - across, y - down);
        covered.closePath();
    }

    private void disc(Path2D covered, double x, double y) {
        covered.moveTo(x + width * CORNER_X[0], y + width * CORNER_Y[0]);
        for (int i = 1; i < CORNERS; i++) {
            covered.lineTo(x + width * CORNER_X[i], y + width * CORNER_Y[i]);
        }
        covered.closePath();
    }
}

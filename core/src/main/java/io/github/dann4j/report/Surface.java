package io.github.dann4j.report;

import java.awt.Color;

/** What a plot is drawn on. Lengths are in pixels, from the upper left corner. */
interface Surface {
    /** Where a text stands from its point on. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /**
     * A filled circle.
     *
     * @param opacity 0 to 1
     */
    void dot(double x, double y, double radius, Color colour, double opacity);

    void line(double fromX, double fromY, double toX, double toY, Color colour);

    void frame(double x, double y, double width, double height, Color colour);

    /**
     * A line of text on its baseline.
     *
     * @param upwards turned, to be read from below
     */
    void text(String text, double x, double y, double size, boolean bold, Anchor anchor, boolean upwards);
}

package io.github.dann4j.report;

import java.awt.Color;

/** A drawing surface for plots. Lengths are in pixels, from the upper left corner. */
interface Surface {
    /** Where a text is placed relative to its point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /**
     * Draws a filled circle.
     *
     * @param opacity 0 to 1
     */
    void dot(double x, double y, double radius, Color colour, double opacity);

    void line(double fromX, double fromY, double toX, double toY, Color colour);

    void frame(double x, double y, double width, double height, Color colour);

    /**
     * Draws a line of text on its baseline.
     *
     * @param upwards whether the text is rotated to read upwards
     */
    void text(String text, double x, double y, double size, boolean bold, Anchor anchor, boolean upwards);
}

package io.github.dann4j.report;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Whether this Java can draw text. In small containers, its font libraries or all fonts are often missing. */
public final class Fonts {
    private static final String SAMPLE = "0.5";

    private static final Optional<String> MISSING = missing(() -> {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            FontMetrics metrics = graphics.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            metrics.stringWidth(SAMPLE);
        } finally {
            graphics.dispose();
        }
    });

    private Fonts() {}

    /** Returns why no text can be drawn, in a line with the way out; empty if it can. */
    public static Optional<String> missing() {
        return MISSING;
    }

    /** Java reports missing font libraries as a link error, and missing fonts as an exception of many kinds. */
    static Optional<String> missing(Runnable drawing) {
        try {
            drawing.run();
            return Optional.empty();
        } catch (LinkageError | RuntimeException | InternalError e) {
            return Optional.of(
                    "this Java cannot draw text (%s); install the packages fontconfig and a font, such as fonts-dejavu-core"
                            .formatted(String.valueOf(e.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("")));
        }
    }
}

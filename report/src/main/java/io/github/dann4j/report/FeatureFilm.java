package io.github.dann4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * An animation of how points move during training: one panel per training, side by side, all with the same points. The
 * axes of a panel are the same from the first frame to the last.
 *
 * @param title above all panels
 * @param source name of the source domain
 * @param target name of the target domain
 * @param classes names of the classes
 * @param classOf the class of each point; −1 if unknown
 * @param ofTarget whether each point is of the target
 * @param panels at least one, all with frames at the same steps
 */
public record FeatureFilm(
        String title,
        String source,
        String target,
        List<String> classes,
        int[] classOf,
        boolean[] ofTarget,
        List<Panel> panels) {
    private static final int SIDE = 460;
    private static final int MARGIN = 34;
    private static final int TITLE = 64;
    private static final int PANEL_TITLE = 26;
    private static final float LARGEST_TITLE = 17;
    private static final float SMALLEST_TITLE = 11;
    private static final int AXIS = 24;
    private static final int LINE = 20;
    private static final int FRAME_MILLIS = 350;
    private static final int LAST_MILLIS = 3000;
    private static final double RADIUS = 3.4;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    /**
     * One training.
     *
     * @param title of the panel
     * @param xAxis what the first coordinate is
     * @param yAxis what the second coordinate is
     * @param frames in the order of time, at least one
     */
    public record Panel(String title, String xAxis, String yAxis, List<Frame> frames) {
        public Panel {
            frames = List.copyOf(frames);
        }
    }

    /**
     * The positions of the points at one step.
     *
     * @param step steps done
     * @param note on this frame, in the panel's title; may be empty
     * @param coordinates {@code [n][2]}
     */
    public record Frame(int step, String note, double[][] coordinates) {}

    public FeatureFilm {
        classes = List.copyOf(classes);
        panels = List.copyOf(panels);
        List<Integer> steps = panels.get(0).frames().stream().map(Frame::step).toList();
        for (Panel panel : panels) {
            if (!panel.frames().stream().map(Frame::step).toList().equals(steps)) {
                throw new IllegalArgumentException("panel '%s' has frames at other steps than '%s'"
                        .formatted(panel.title(), panels.get(0).title()));
            }
            for (Frame frame : panel.frames()) {
                if (frame.coordinates().length != classOf.length || classOf.length != ofTarget.length) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "a frame of panel '%s' has %d points, there are %d",
                            panel.title(),
                            frame.coordinates().length,
                            classOf.length));
                }
            }
        }
    }

    /** Writes an animated GIF that repeats forever; its last frame stays longer. */
    public void writeGif(OutputStream out) throws IOException {
        List<BufferedImage> frames = frames();
        List<Integer> millis = IntStream.range(0, frames.size())
                .mapToObj(i -> i == frames.size() - 1 ? LAST_MILLIS : FRAME_MILLIS)
                .toList();
        AnimatedGif.write(out, frames, millis);
    }

    List<BufferedImage> frames() {
        List<Layout> layouts = panels.stream().map(Layout::of).toList();
        IndexColorModel colours = colours();
        List<BufferedImage> frames = new ArrayList<>();
        for (int i = 0; i < panels.get(0).frames().size(); i++) {
            frames.add(indexed(draw(i, layouts), colours));
        }
        return frames;
    }

    private BufferedImage draw(int frame, List<Layout> layouts) {
        int width = panels.size() * (SIDE + MARGIN) + MARGIN;
        int top = TITLE + PANEL_TITLE;
        BufferedImage image = new BufferedImage(
                width, top + SIDE + AXIS + (1 + legend(null, width, 0)) * LINE + 8, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            header(graphics, frame, width);
            for (int p = 0; p < panels.size(); p++) {
                draw(graphics, panels.get(p), frame, layouts.get(p), MARGIN + p * (SIDE + MARGIN), top);
            }
            legend(graphics, width, top + SIDE + AXIS);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /** Draws the title, the step and a progress bar. */
    private void header(Graphics2D graphics, int frame, int width) {
        int last = panels.get(0).frames().size() - 1;
        graphics.setColor(Color.BLACK);
        drawTitle(graphics, width - 2 * MARGIN);
        graphics.setFont(FONT);
        List<Frame> frames = panels.get(0).frames();
        graphics.drawString(
                String.format(
                        Locale.ROOT,
                        "step %,d of %,d",
                        frames.get(frame).step(),
                        frames.get(last).step()),
                MARGIN,
                46);
        int from = MARGIN + 170;
        graphics.setColor(new Color(0xD8D8D8));
        graphics.fill(new Rectangle2D.Double(from, 38, width - MARGIN - from, 6));
        graphics.setColor(new Color(0x505050));
        graphics.fill(new Rectangle2D.Double(
                from,
                38,
                (double) (width - MARGIN - from)
                        * frames.get(frame).step()
                        / frames.get(last).step(),
                6));
    }

    /** Draws the title: in a smaller font for long names of domains; if it is still too long, its end is cut off. */
    private void drawTitle(Graphics2D graphics, int room) {
        float size = LARGEST_TITLE;
        graphics.setFont(FONT.deriveFont(Font.BOLD, size));
        while (size > SMALLEST_TITLE && graphics.getFontMetrics().stringWidth(title) > room) {
            graphics.setFont(FONT.deriveFont(Font.BOLD, --size));
        }
        String shown = title;
        while (shown.length() > 1 && graphics.getFontMetrics().stringWidth(shown) > room) {
            shown = shown.substring(0, shown.length() - 2) + "…";
        }
        graphics.drawString(shown, MARGIN, 24);
    }

    private void draw(Graphics2D graphics, Panel panel, int frame, Layout layout, int left, int top) {
        Frame now = panel.frames().get(frame);
        graphics.setFont(FONT.deriveFont(Font.BOLD, 14f));
        graphics.setColor(Color.BLACK);
        graphics.drawString(panel.title(), left, top - 8);
        if (!now.note().isEmpty()) {
            graphics.setFont(FONT);
            graphics.drawString(
                    now.note(), left + SIDE - graphics.getFontMetrics().stringWidth(now.note()), top - 8);
        }
        graphics.setFont(FONT);
        graphics.drawString(
                panel.xAxis(),
                left + (SIDE - graphics.getFontMetrics().stringWidth(panel.xAxis())) / 2,
                top + SIDE + 16);
        Graphics2D turned = (Graphics2D) graphics.create();
        turned.rotate(-Math.PI / 2, left - 7, top + SIDE / 2.0);
        turned.drawString(
                panel.yAxis(), left - 7 - graphics.getFontMetrics().stringWidth(panel.yAxis()) / 2, top + SIDE / 2);
        turned.dispose();
        Shape clip = graphics.getClip();
        graphics.clip(new Rectangle2D.Double(left, top, SIDE, SIDE));
        for (int i : order()) {
            double x = left + layout.x(now.coordinates()[i]);
            double y = top + layout.y(now.coordinates()[i]);
            mark(graphics, x, y, Palette.colour(classOf[i], classes.size()), ofTarget[i]);
        }
        graphics.setClip(clip);
        graphics.setColor(new Color(0x9A9A9A));
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new Rectangle2D.Double(left, top, SIDE, SIDE));
    }

    /** Returns a random but fixed order, because a class or domain that is drawn last would hide the others. */
    private int[] order() {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, classOf.length).boxed().toList());
        java.util.Collections.shuffle(order, new Random(0));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Draws a ring for the source, a filled triangle for the target. */
    private static void mark(Graphics2D graphics, double x, double y, Color colour, boolean isTarget) {
        graphics.setColor(colour);
        if (isTarget) {
            Path2D triangle = new Path2D.Double();
            triangle.moveTo(x, y - 1.25 * RADIUS);
            triangle.lineTo(x + 1.15 * RADIUS, y + 0.85 * RADIUS);
            triangle.lineTo(x - 1.15 * RADIUS, y + 0.85 * RADIUS);
            triangle.closePath();
            graphics.fill(triangle);
        } else {
            graphics.setStroke(new BasicStroke(1.3f));
            graphics.draw(new Ellipse2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS));
        }
    }

    /**
     * Draws the meaning of marks and colours.
     *
     * @param graphics null to measure only
     * @return number of lines below the first one
     */
    private int legend(@org.jspecify.annotations.Nullable Graphics2D graphics, int width, int top) {
        FontMetrics metrics = metrics();
        int x = MARGIN;
        int line = 1;
        int baseline = top + LINE;
        if (graphics != null) {
            graphics.setFont(FONT);
            mark(graphics, x + 5, baseline - 4, Color.BLACK, false);
            String sourceText = "source: " + source;
            graphics.setColor(Color.BLACK);
            graphics.drawString(sourceText, x + 14, baseline);
            int second = x + 14 + metrics.stringWidth(sourceText) + 24;
            mark(graphics, second + 5, baseline - 4, Color.BLACK, true);
            graphics.setColor(Color.BLACK);
            graphics.drawString("target: " + target, second + 14, baseline);
        }
        List<String> names = new ArrayList<>(classes);
        if (Arrays.stream(classOf).anyMatch(label -> label < 0)) {
            names.add("unknown class");
        }
        for (int group = 0; group < names.size(); group++) {
            int needed = 14 + metrics.stringWidth(names.get(group)) + 16;
            if (x + needed > width - MARGIN && x > MARGIN) {
                x = MARGIN;
                line++;
            }
            if (graphics != null) {
                graphics.setColor(Palette.colour(group < classes.size() ? group : -1, classes.size()));
                graphics.fill(new Rectangle2D.Double(x, baseline + line * LINE - 10, 10, 10));
                graphics.setColor(Color.BLACK);
                graphics.drawString(names.get(group), x + 14, baseline + line * LINE);
            }
            x += needed;
        }
        return line;
    }

    private static FontMetrics metrics() {
        Graphics2D scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            return scratch.getFontMetrics(FONT);
        } finally {
            scratch.dispose();
        }
    }

    /**
     * The square of the plane that a panel shows: all points of the last frame, and all but the outermost points of the
     * others.
     */
    private record Layout(double centreX, double centreY, double scale) {
        /** The largest share of all frames' points that may lie beyond each side. */
        private static final double OUTSIDE = 0.002;

        static Layout of(Panel panel) {
            double[] xs = range(panel, 0);
            double[] ys = range(panel, 1);
            double side = Math.max(xs[1] - xs[0], ys[1] - ys[0]);
            return new Layout((xs[0] + xs[1]) / 2, (ys[0] + ys[1]) / 2, side > 0 ? (SIDE - 6 * RADIUS) / side : 0);
        }

        private static double[] range(Panel panel, int axis) {
            double[] all = sorted(panel.frames(), axis);
            double[] last = sorted(
                    panel.frames()
                            .subList(panel.frames().size() - 1, panel.frames().size()),
                    axis);
            int cut = (int) (OUTSIDE * all.length);
            return new double[] {Math.min(all[cut], last[0]), Math.max(all[all.length - 1 - cut], last[last.length - 1])
            };
        }

        private static double[] sorted(List<Frame> frames, int axis) {
            return frames.stream()
                    .flatMap(frame -> Arrays.stream(frame.coordinates()))
                    .mapToDouble(place -> place[axis])
                    .sorted()
                    .toArray();
        }

        double x(double[] place) {
            return SIDE / 2.0 + scale * (place[0] - centreX);
        }

        double y(double[] place) {
            return SIDE / 2.0 - scale * (place[1] - centreY);
        }
    }

    /** Returns one colour table for all frames, so that none flickers: tints of every class, and greys. */
    private IndexColorModel colours() {
        List<Color> bases = new ArrayList<>();
        for (int label = -1; label < classes.size(); label++) {
            bases.add(Palette.colour(label, classes.size()));
        }
        int greys = 24;
        int tints = Math.max(1, Math.min(12, (256 - greys) / bases.size()));
        List<Integer> table = new ArrayList<>();
        for (int i = 0; i < greys; i++) {
            int grey = 255 * i / (greys - 1);
            table.add(grey << 16 | grey << 8 | grey);
        }
        for (Color base : bases) {
            for (int t = 1; t <= tints && table.size() < 256; t++) {
                double share = (double) t / tints;
                table.add(mixed(base.getRed(), share) << 16
                        | mixed(base.getGreen(), share) << 8
                        | mixed(base.getBlue(), share));
            }
        }
        byte[][] rgb = new byte[3][table.size()];
        for (int i = 0; i < table.size(); i++) {
            for (int c = 0; c < 3; c++) {
                rgb[c][i] = (byte) (table.get(i) >> (16 - 8 * c));
            }
        }
        return new IndexColorModel(8, table.size(), rgb[0], rgb[1], rgb[2]);
    }

    private static int mixed(int sample, double share) {
        return (int) Math.round(share * sample + (1 - share) * 255);
    }

    private static BufferedImage indexed(BufferedImage drawn, IndexColorModel colours) {
        BufferedImage indexed =
                new BufferedImage(drawn.getWidth(), drawn.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colours);
        java.util.Map<Integer, Integer> nearest = new java.util.HashMap<>();
        for (int y = 0; y < drawn.getHeight(); y++) {
            for (int x = 0; x < drawn.getWidth(); x++) {
                int index = nearest.computeIfAbsent(drawn.getRGB(x, y) & 0xFFFFFF, rgb -> nearest(rgb, colours));
                indexed.getRaster().setSample(x, y, 0, index);
            }
        }
        return indexed;
    }

    private static int nearest(int rgb, IndexColorModel colours) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < colours.getMapSize(); i++) {
            int red = (rgb >> 16) - colours.getRed(i);
            int green = (rgb >> 8 & 0xff) - colours.getGreen(i);
            int blue = (rgb & 0xff) - colours.getBlue(i);
            int distance = red * red + green * green + blue * blue;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}

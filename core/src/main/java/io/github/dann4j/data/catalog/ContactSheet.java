package io.github.dann4j.data.catalog;

import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.synth.SeededRandom;
import io.github.dann4j.data.synth.Typeface;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.files.AtomicFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.jspecify.annotations.Nullable;

/**
 * A contact sheet: one image that shows many images of a dataset in rows, each above the name of its class.
 *
 * @param images number of images to show, 1 to 10,000; of a smaller dataset all are shown
 * @param columns images per row, 1 to 200
 * @param seed draws which images are shown, in order of their numbers; null shows the first ones
 */
public record ContactSheet(
        int images, int columns, @Nullable Long seed) {
    /** Smaller images are magnified by whole factors up to this side, in pixels. */
    private static final int SIDE = 64;

    private static final int GAP = 6;
    private static final int LINE = 16;
    private static final double TEXT = 9;
    private static final String CHARACTERS = IntStream.range(' ', 127)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    /** Loaded when the first sheet is drawn. */
    private static final class Lettering {
        static final List<Typeface.Glyph> GLYPHS = Typeface.SANS.read(CHARACTERS);
    }

    public ContactSheet {
        if (images < 1 || images > 10_000) {
            throw new IllegalArgumentException("a contact sheet shows 1 to 10000 images, got " + images);
        }
        if (columns < 1 || columns > 200) {
            throw new IllegalArgumentException("a contact sheet has 1 to 200 columns, got " + columns);
        }
    }

    /**
     * Draws the sheet into a PNG file, written completely or not at all.
     *
     * @throws io.github.dann4j.files.FileException if the file cannot be written
     */
    public void write(ImageSet set, Path file) {
        BufferedImage sheet = draw(set);
        AtomicFile.write(file, out -> {
            try (MemoryCacheImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
                if (!ImageIO.write(sheet, "png", png)) {
                    throw new IOException("this Java platform cannot write PNG");
                }
            }
        });
    }

    /** Draws the sheet. */
    public BufferedImage draw(ImageSet set) {
        int[] shown = choose(set.size());
        int scale = Math.max(1, SIDE / Math.max(set.height(), set.width()));
        int cellWidth = scale * set.width() + GAP;
        int cellHeight = scale * set.height() + (set.isLabeled() ? LINE : 0) + GAP;
        int across = Math.min(columns, shown.length);
        int down = (shown.length + across - 1) / across;
        BufferedImage sheet =
                new BufferedImage(across * cellWidth + GAP, down * cellHeight + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try (PointerScope scope = new PointerScope()) {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            graphics.setColor(Color.BLACK);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            long[] labels = set.isLabeled() ? Tensors.longs(set.labels()) : new long[0];
            for (int i = 0; i < shown.length; i++) {
                int x = GAP + i % across * cellWidth;
                int y = GAP + i / across * cellHeight;
                graphics.drawImage(image(set, shown[i]), x, y, scale * set.width(), scale * set.height(), null);
                if (labels.length > 0) {
                    String name = set.classNames().get((int) labels[shown[i]]);
                    label(graphics, name, x, y + scale * set.height() + LINE - 4, cellWidth - GAP);
                }
            }
        } finally {
            graphics.dispose();
        }
        return sheet;
    }

    private int[] choose(int size) {
        int[] all = IntStream.range(0, size).toArray();
        if (seed != null) {
            new SeededRandom(seed).shuffle(all);
        }
        return java.util.Arrays.stream(all).limit(images).sorted().toArray();
    }

    private static BufferedImage image(ImageSet set, int index) {
        byte[] bytes = Tensors.bytes(set.images().slice(0, new LongOptional(index), new LongOptional(index + 1L), 1));
        BufferedImage image = new BufferedImage(set.width(), set.height(), BufferedImage.TYPE_INT_RGB);
        int channels = set.channels();
        for (int pixel = 0; pixel < set.height() * set.width(); pixel++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                rgb = (rgb << 8) | (bytes[pixel * channels + Math.min(c, channels - 1)] & 0xff);
            }
            image.setRGB(pixel % set.width(), pixel / set.width(), rgb);
        }
        return image;
    }

    /** Writes as much of the text as fits, centred under the image. */
    private static void label(Graphics2D graphics, String text, int x, int baseline, int room) {
        Path2D line = new Path2D.Double();
        double width = 0;
        for (char character : text.toCharArray()) {
            int at = CHARACTERS.indexOf(character);
            Typeface.Glyph glyph = Lettering.GLYPHS.get(at < 0 ? CHARACTERS.indexOf('?') : at);
            if (TEXT * (width + glyph.advance()) > room) {
                break;
            }
            line.append(glyph.outline().getPathIterator(AffineTransform.getTranslateInstance(width, 0)), false);
            width += glyph.advance();
        }
        AffineTransform place = AffineTransform.getTranslateInstance(x + (room - TEXT * width) / 2, baseline);
        place.scale(TEXT, TEXT);
        graphics.fill(place.createTransformedShape(line));
    }
}

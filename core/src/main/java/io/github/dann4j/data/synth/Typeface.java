package io.github.dann4j.data.synth;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.fontbox.util.BoundingBox;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The typefaces of the generated datasets. They are files inside libraries that the build fetches anyway, so no font of
 * the operating system is used and every machine draws the same digits. Their licences are in the file NOTICE.
 */
public enum Typeface {
    /** Sans-serif, with the widths of Arial. */
    SANS(Folder.LIBERATION + "Sans-Regular"),
    SANS_BOLD(Folder.LIBERATION + "Sans-Bold"),
    SANS_ITALIC(Folder.LIBERATION + "Sans-Italic"),
    /** Serif, with the widths of Times. */
    SERIF(Folder.LIBERATION + "Serif-Regular"),
    SERIF_BOLD(Folder.LIBERATION + "Serif-Bold"),
    SERIF_ITALIC(Folder.LIBERATION + "Serif-Italic"),
    SERIF_BOLD_ITALIC(Folder.LIBERATION + "Serif-BoldItalic"),
    /** Fixed width, dotted zero. */
    MONO(Folder.LIBERATION + "Mono-Regular"),
    MONO_BOLD(Folder.LIBERATION + "Mono-Bold"),
    /** A book typeface with strong contrast between thick and thin strokes. */
    ROMAN(Folder.KATEX + "Main-Regular"),
    ROMAN_BOLD(Folder.KATEX + "Main-Bold"),
    /** An early sans-serif, narrower than {@link #SANS}. */
    GROTESQUE(Folder.KATEX + "SansSerif-Regular"),
    GROTESQUE_BOLD(Folder.KATEX + "SansSerif-Bold"),
    /** Strokes of one width with round ends. */
    TYPEWRITER(Folder.KATEX + "Typewriter-Regular"),
    /** Made for formulas: wide, slanted, with strong contrast. */
    FORMULA(Folder.KATEX + "Math-BoldItalic"),
    /** Broken letters. */
    FRAKTUR(Folder.KATEX + "Fraktur-Bold"),
    /** House numbers cut out of a plate. */
    PLATE(new DrawnDigits(0.55, 0.13, true)),
    PLATE_BOLD(new DrawnDigits(0.66, 0.19, true)),
    /** House numbers bent from a tube or painted by hand. */
    TUBE(new DrawnDigits(0.58, 0.14, false));

    private static final class Folder {
        static final String LIBERATION = "liberation/Liberation";
        /** The version is that of {@code katex-fonts.version} in the parent POM. */
        static final String KATEX = "META-INF/resources/webjars/katex/0.18.11/dist/fonts/KaTeX_";
    }

    /**
     * One character.
     *
     * @param outline y grows downwards, the baseline is y = 0, the tallest digit of the typeface is 1 high
     * @param bounds box of the outline
     * @param advance from this digit's origin to the next one's
     * @param trace the path of a pen that makes the strokes thicker: the outline, or the middle of the strokes
     * @param traced how wide the pen already is there: 0 along an outline
     */
    public record Glyph(Path2D outline, Rectangle2D bounds, double advance, Path2D trace, double traced) {
        Glyph(Path2D outline, Rectangle2D bounds, double advance) {
            this(outline, bounds, advance, outline, 0);
        }
    }

    /**
     * Digits of the typefaces used so far: a font takes tens of milliseconds to read, and no dataset uses all of them.
     */
    private static final Map<Typeface, List<Glyph>> DIGITS = new ConcurrentHashMap<>();

    private final String resource;
    private final @Nullable DrawnDigits drawn;

    Typeface(String name) {
        this.resource = name + ".ttf";
        this.drawn = null;
    }

    Typeface(DrawnDigits drawn) {
        this.resource = "";
        this.drawn = drawn;
    }

    /** Returns the outline of a digit 0 to 9. */
    Glyph glyph(int digit) {
        return DIGITS.computeIfAbsent(this, Typeface::digits).get(digit);
    }

    private List<Glyph> digits() {
        return drawn == null
                ? read("0123456789")
                : IntStream.range(0, 10).mapToObj(drawn::glyph).toList();
    }

    /**
     * Reads the outlines of some characters; the outline of a character that the typeface lacks is empty.
     *
     * @return glyphs in the order of {@code characters}, on the scale of {@link Glyph}
     */
    public List<Glyph> read(String characters) {
        // By the class loader: on the module path a class finds the resources of its own module alone.
        try (InputStream in = Typeface.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("typeface %s: no file %s on the class path".formatted(this, resource));
            }
            try (TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(in))) {
                double height = 0;
                for (char digit = '0'; digit <= '9'; digit++) {
                    GlyphData data = data(font, digit);
                    if (data == null) {
                        throw new IllegalStateException("typeface %s: %s has no %s".formatted(this, resource, digit));
                    }
                    height = Math.max(height, data.getBoundingBox().getHeight());
                }
                List<Glyph> glyphs = new ArrayList<>();
                for (char character : characters.toCharArray()) {
                    glyphs.add(glyph(font, character, 1 / height));
                }
                return glyphs;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("typeface %s: cannot read %s".formatted(this, resource), e);
        }
    }

    private static Glyph glyph(TrueTypeFont font, char character, double scale) throws IOException {
        double advance =
                scale * font.getAdvanceWidth(font.getUnicodeCmapLookup().getGlyphId(character));
        GlyphData data = data(font, character);
        if (data == null) {
            return new Glyph(new Path2D.Double(), new Rectangle2D.Double(), advance);
        }
        // The box from the font: the bounds that Path2D computes changed between Java releases, and the same seed must
        // draw the same image on all of them.
        BoundingBox box = data.getBoundingBox();
        Rectangle2D bounds = new Rectangle2D.Double(
                scale * box.getLowerLeftX(),
                -scale * box.getUpperRightY(),
                scale * box.getWidth(),
                scale * box.getHeight());
        // The font's y grows upwards.
        return new Glyph(
                new Path2D.Double(data.getPath(), AffineTransform.getScaleInstance(scale, -scale)), bounds, advance);
    }

    /** Returns null for a character without an outline (a space) or unknown to the font. */
    private static @Nullable GlyphData data(TrueTypeFont font, char character) throws IOException {
        int id = font.getUnicodeCmapLookup().getGlyphId(character);
        return id == 0 ? null : font.getGlyph().getGlyph(id);
    }
}

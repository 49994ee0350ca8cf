package io.github.dann4j.data.synth;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.List;

/**
 * The text of an image of a number, and its typography. One of its digits is in the middle of the image, the others are
 * beside it as far as there is room. They are arbitrary digits, so a number may begin with 0.
 *
 * @param lengths shares of one-, two- and three-digit numbers; three values, 0 or more, adding up to 1. Which digit is
 *     in the middle is drawn with equal probabilities
 * @param typefaces each number has one of them
 * @param placement size, position, slant and rotation of the digit in the middle; the whole number follows it
 * @param spacing added to the typeface's own distance between digits, in digit heights, −0.5 to 1
 * @param weight by how much strokes are thicker than the typeface's own, in digit heights, 0 to 0.3
 */
public record DigitGroup(
        List<Double> lengths, List<Typeface> typefaces, Placement placement, Range spacing, Range weight) {
    /** Flatness of thickened curves, in digit heights. */
    private static final double FLATNESS = 0.01;

    public DigitGroup {
        lengths = List.copyOf(lengths);
        typefaces = List.copyOf(typefaces);
        if (lengths.size() != 3
                || lengths.stream().anyMatch(share -> !(share >= 0))
                || Math.abs(lengths.stream().mapToDouble(share -> share).sum() - 1) > 1e-6) {
            throw new IllegalArgumentException(
                    "lengths must be three shares that add up to 1 (one, two, three digits), got " + lengths);
        }
        if (typefaces.isEmpty()) {
            throw new IllegalArgumentException("numbers need at least one typeface");
        }
        spacing.requireWithin("spacing", -0.5, 1);
        weight.requireWithin("weight", 0, 0.3);
    }

    /** Draws a number around a digit, in an image with the given side in pixels. */
    Written draw(int digit, SeededRandom dice, int side) {
        Typeface face = typefaces.get(dice.below(typefaces.size()));
        Typeface.Glyph middle = face.glyph(digit);
        double gap = spacing.draw(dice);
        double unit = dice.unit();
        int length = unit < lengths.get(0) ? 1 : unit < lengths.get(0) + lengths.get(1) ? 2 : 3;
        int before = dice.below(length);
        Path2D outline = new Path2D.Double(middle.outline());
        Path2D trace = new Path2D.Double(middle.trace());
        double left = 0;
        for (int i = 0; i < before; i++) {
            Typeface.Glyph glyph = face.glyph(dice.below(10));
            left -= glyph.advance() + gap;
            append(outline, glyph.outline(), left);
            append(trace, glyph.trace(), left);
        }
        double right = middle.advance() + gap;
        for (int i = before + 1; i < length; i++) {
            Typeface.Glyph glyph = face.glyph(dice.below(10));
            append(outline, glyph.outline(), right);
            append(trace, glyph.trace(), right);
            right += glyph.advance() + gap;
        }
        double thicker = weight.draw(dice);
        return new Written(
                outline, trace, middle.traced() + thicker, thicker, placement.draw(dice, middle.bounds(), side));
    }

    private static void append(Path2D number, Path2D glyph, double x) {
        number.append(glyph.getPathIterator(AffineTransform.getTranslateInstance(x, 0)), false);
    }

    /**
     * The outlines of one number, on the scale of {@link Typeface.Glyph}, and the transform from there to pixels.
     * Strokes are thickened before the number is condensed, so that narrow digits keep their holes.
     *
     * @param trace see {@link Typeface.Glyph}
     * @param pen width of the pen that thickens the strokes
     * @param thicker by how much they are thicker than in the typeface
     */
    record Written(Path2D outline, Path2D trace, double pen, double thicker, AffineTransform toPixels) {
        /** Returns the coverage of the strokes, in pixels. */
        float[] strokes(Canvas canvas) {
            return thicker > 0 ? around(canvas, 0) : canvas.coverage(toPixels.createTransformedShape(outline));
        }

        /** Returns the coverage of the strokes with a border of the given width around them, in digit heights. */
        float[] around(Canvas canvas, double border) {
            Path2D thick = new Stroke(pen + 2 * border, FLATNESS).along(trace);
            float[] covered = canvas.coverage(toPixels.createTransformedShape(thick));
            // Not one shape of both: typeface outlines turn the other way round, so the overlap would be cut out.
            float[] own = canvas.coverage(toPixels.createTransformedShape(outline));
            for (int i = 0; i < covered.length; i++) {
                covered[i] = Math.max(covered[i], own[i]);
            }
            return covered;
        }
    }

    /** Interpolates from {@code start} (at 0) to these values (at 1); the typefaces are these. */
    DigitGroup from(DigitGroup start, double share) {
        double two = Range.mix(start.lengths.get(1), lengths.get(1), share);
        double three = Range.mix(start.lengths.get(2), lengths.get(2), share);
        return new DigitGroup(
                List.of(1 - two - three, two, three),
                typefaces,
                placement.from(start.placement, share),
                spacing.from(start.spacing, share),
                weight.from(start.weight, share));
    }
}

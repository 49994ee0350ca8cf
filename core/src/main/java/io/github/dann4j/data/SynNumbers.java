package io.github.dann4j.data;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.List;

/**
 * Syn Numbers, re-made from the description in the DANN paper: numbers of one, two or three digits that vary in typeface,
 * position, orientation, background colour, stroke colour and blur, meant to resemble Street View House Numbers but for the
 * clutter in those pictures' backgrounds (Ganin et al. 2016, §5.2.4). 32×32, RGB.
 *
 * <p>The label is the centre digit: of three digits the middle one; of two digits the first or the second with equal chance,
 * and that one is drawn in the middle of the picture. The others reach out of the picture as far as they must. They are any
 * digits, so a number may begin with 0.
 *
 * @param lengths shares of one-, two- and three-digit numbers; three values, 0 or more, adding up to 1
 * @param typefaces each image has one of them
 * @param placement size, position, slant and rotation of the centre digit; the whole number follows it
 * @param spacing added to the typeface's own distance between digits, in digit heights, −0.5 to 1
 * @param contrast smallest difference in luma (0.299 R + 0.587 G + 0.114 B) between stroke and background, in levels, 0 to 100
 * @param saturation of the colours, 0 (grey) to 1 (any colour of the RGB cube)
 * @param lightStroke share of the images with a stroke lighter than the background, 0 to 1
 * @param outlined share of the images whose digits have an outline in a third colour, 0 to 1
 * @param outline width of the outline outside of the stroke, in pixels, 0 to 8
 * @param blur standard deviation of the Gaussian blur in pixels, 0 to 4
 */
public record SynNumbers(
        List<Double> lengths,
        List<Typeface> typefaces,
        Placement placement,
        Range spacing,
        double contrast,
        double saturation,
        double lightStroke,
        double outlined,
        Range outline,
        Range blur) {
    public SynNumbers {
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
        new Range(contrast, contrast).requireWithin("contrast", 0, 100);
        new Range(saturation, saturation).requireWithin("saturation", 0, 1);
        new Range(lightStroke, lightStroke).requireWithin("lightStroke", 0, 1);
        new Range(outlined, outlined).requireWithin("outlined", 0, 1);
        outline.requireWithin("outline", 0, 8);
        blur.requireWithin("blur", 0, 4);
    }

    /** The settings of the set {@code syn-numbers}. */
    public static SynNumbers standard() {
        return new SynNumbers(
                List.of(1 / 3.0, 1 / 3.0, 1 / 3.0),
                List.of(Typeface.values()),
                new Placement(
                        new Range(15, 27),
                        new Range(0.75, 1.25),
                        Range.within(0.15),
                        Range.within(18),
                        Range.within(2.5)),
                new Range(-0.02, 0.12),
                45,
                1,
                0.5,
                0.35,
                new Range(0.6, 1.8),
                new Range(0.2, 1.5));
    }

    /** What {@link #withDifficulty} has at 0: grey, dark on light, nearly as plain as {@link PrintedDigits}. */
    private static SynNumbers plain() {
        return new SynNumbers(
                List.of(1.0, 0.0, 0.0),
                List.of(Typeface.values()),
                PrintedDigits.standard().placement(),
                new Range(0, 0),
                100,
                0,
                0,
                0,
                new Range(0, 0),
                new Range(0.35, 0.75));
    }

    /**
     * These settings, eased.
     *
     * @param difficulty in [0, 1]: at 0 single grey digits, dark on light, hardly moved; at 1 these settings; in between every
     *     number is mixed in proportion
     */
    public SynNumbers withDifficulty(double difficulty) {
        if (!(difficulty >= 0 && difficulty <= 1)) {
            throw new IllegalArgumentException("difficulty must lie in 0 to 1, got " + difficulty);
        }
        SynNumbers start = plain();
        double two = Range.mix(start.lengths.get(1), lengths.get(1), difficulty);
        double three = Range.mix(start.lengths.get(2), lengths.get(2), difficulty);
        return new SynNumbers(
                List.of(1 - two - three, two, three),
                typefaces,
                placement.from(start.placement, difficulty),
                spacing.from(start.spacing, difficulty),
                Range.mix(start.contrast, contrast, difficulty),
                Range.mix(start.saturation, saturation, difficulty),
                Range.mix(start.lightStroke, lightStroke, difficulty),
                Range.mix(start.outlined, outlined, difficulty),
                outline.from(start.outline, difficulty),
                blur.from(start.blur, difficulty));
    }

    /**
     * Draws a set with these settings.
     *
     * @param name any name; another name draws other images
     * @return images {@code [n, 32, 32, 3]} with labels 0 to 9, to be closed by the caller
     */
    public ImageSet images(String name, Split split, GeneratedSize size) {
        return images(DataName.parse(name), split, size);
    }

    ImageSet images(DataName name, Split split, GeneratedSize size) {
        return GeneratedDigits.generate(name, split, size, 3, this::paint);
    }

    private void paint(int digit, Dice dice, Canvas canvas, byte[] pixels, int offset) {
        Shape number = number(digit, dice, canvas.side());
        double[] ground = colour(dice);
        double[] stroke = contrasting(ground, dice);
        if (dice.chance(lightStroke) != luma(stroke) > luma(ground)) {
            double[] swap = ground;
            ground = stroke;
            stroke = swap;
        }
        float[][] planes = planes(ground, canvas.side());
        if (dice.chance(outlined)) {
            float width = (float) (2 * outline.draw(dice));
            BasicStroke pen = new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
            lay(planes, canvas.coverage(pen.createStrokedShape(number)), contrasting(stroke, dice));
        }
        lay(planes, canvas.coverage(number), stroke);
        double sigma = blur.draw(dice);
        for (int c = 0; c < 3; c++) {
            canvas.blur(planes[c], sigma);
            for (int i = 0; i < planes[c].length; i++) {
                pixels[offset + 3 * i + c] = GeneratedDigits.toByte(planes[c][i]);
            }
        }
    }

    /** The outlines of the whole number in pixels, the labelled digit in the middle. */
    private Shape number(int digit, Dice dice, int side) {
        Typeface face = typefaces.get(dice.below(typefaces.size()));
        Typeface.Glyph centre = face.glyph(digit);
        double gap = spacing.draw(dice);
        double length = dice.unit();
        boolean second = dice.chance(0.5);
        boolean three = length >= lengths.get(0) + lengths.get(1);
        boolean alone = length < lengths.get(0);
        Path2D number = new Path2D.Double(centre.outline());
        if (three || (!alone && second)) {
            Typeface.Glyph before = face.glyph(dice.below(10));
            append(number, before, -before.advance() - gap);
        }
        if (three || (!alone && !second)) {
            append(number, face.glyph(dice.below(10)), centre.advance() + gap);
        }
        return placement.draw(dice, centre.bounds(), side).createTransformedShape(number);
    }

    private static void append(Path2D number, Typeface.Glyph glyph, double x) {
        number.append(glyph.outline().getPathIterator(AffineTransform.getTranslateInstance(x, 0)), false);
    }

    private double[] colour(Dice dice) {
        double[] colour = {dice.between(0, 255), dice.between(0, 255), dice.between(0, 255)};
        double grey = luma(colour);
        for (int c = 0; c < 3; c++) {
            colour[c] = Range.mix(grey, colour[c], saturation);
        }
        return colour;
    }

    /** Draws colours until one has the contrast; no colour is more than half the levels from both black and white. */
    private double[] contrasting(double[] other, Dice dice) {
        double[] colour;
        do {
            colour = colour(dice);
        } while (Math.abs(luma(colour) - luma(other)) < contrast);
        return colour;
    }

    private static double luma(double[] colour) {
        return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
    }

    private static float[][] planes(double[] colour, int side) {
        float[][] planes = new float[3][side * side];
        for (int c = 0; c < 3; c++) {
            java.util.Arrays.fill(planes[c], (float) colour[c]);
        }
        return planes;
    }

    /** Paints a colour over the picture where a shape covers it. */
    private static void lay(float[][] planes, float[] covered, double[] colour) {
        for (int c = 0; c < 3; c++) {
            float level = (float) colour[c];
            for (int i = 0; i < covered.length; i++) {
                planes[c][i] += covered[i] * (level - planes[c][i]);
            }
        }
    }
}

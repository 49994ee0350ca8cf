package io.github.dann4j.data.synth;

import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.DataName;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Syn Numbers, rebuilt from the description in the DANN paper: numbers of one, two or three digits that vary in
 * typeface, position, orientation, background colour, stroke colour and blur, by degrees chosen to resemble Street View
 * House Numbers, except for the structured clutter in the backgrounds of those images (Ganin et al. 2016, §5.2.4).
 * 32×32, RGB.
 *
 * <p>The label is the digit in the middle of the image.
 *
 * @param numerals the text and its typography
 * @param colours of stroke, ground and outline
 * @param exposure light, blur and noise
 */
public record SynNumbers(DigitGroup numerals, PaintColours colours, PhotoEffects exposure) {
    /**
     * All typefaces except those that no house number has: a dotted zero, broken letters, figures of unequal height.
     */
    private static final List<Typeface> FACES = Stream.of(Typeface.values())
            .filter(face -> !EnumSet.of(Typeface.MONO, Typeface.MONO_BOLD, Typeface.FORMULA, Typeface.FRAKTUR)
                    .contains(face))
            .toList();

    /**
     * Returns the settings of the dataset {@code syn-numbers}. Digits fill the height of the image and are condensed,
     * colours are near grey, strokes are light or dark, and most images are soft, as in SVHN. The settings were chosen
     * by looking at SVHN's images and at statistics of its training images that need no label (docs/EXPERIMENTS.md).
     */
    public static SynNumbers standard() {
        return new SynNumbers(
                new DigitGroup(
                        List.of(0.2, 0.45, 0.35),
                        FACES,
                        new Placement(
                                new Range(21, 31),
                                new Range(0.45, 0.95),
                                Range.within(0.15),
                                Range.within(10),
                                Range.within(2)),
                        new Range(-0.02, 0.12),
                        new Range(0, 0.06)),
                new PaintColours(new Range(70, 170), new Range(30, 170), 90, 0.45, 0.25, new Range(0.03, 0.08)),
                new PhotoEffects(new Range(0, 20), new Range(0, 25), new Range(0.6, 1.7), new Range(0.3, 2.2)));
    }

    /**
     * Returns the settings of {@link #withDifficulty} at 0: grey, dark on light, nearly as plain as
     * {@link PrintedDigits}.
     */
    private static SynNumbers plain() {
        Range none = new Range(0, 0);
        return new SynNumbers(
                new DigitGroup(
                        List.of(1.0, 0.0, 0.0), FACES, PrintedDigits.standard().placement(), none, none),
                new PaintColours(new Range(100, 155), new Range(150, 250), 0, 0, 0, none),
                new PhotoEffects(none, none, new Range(0.35, 0.75), none));
    }

    /**
     * Returns easier settings.
     *
     * @param difficulty in [0, 1]: at 0 single grey digits, dark on light, hardly moved; at 1 these settings; in
     *     between every number is mixed in proportion
     */
    public SynNumbers withDifficulty(double difficulty) {
        if (!(difficulty >= 0 && difficulty <= 1)) {
            throw new IllegalArgumentException("difficulty must be 0 to 1, got " + difficulty);
        }
        SynNumbers start = plain();
        return new SynNumbers(
                numerals.from(start.numerals, difficulty),
                colours.from(start.colours, difficulty),
                exposure.from(start.exposure, difficulty));
    }

    /**
     * Generates images with these settings.
     *
     * @param name any name; another name draws other images
     * @return images {@code [n, 32, 32, 3]} with labels 0 to 9, to be closed by the caller
     */
    public ImageSet images(String name, Split split, GeneratedSize size) {
        return images(DataName.parse(name), split, size);
    }

    public ImageSet images(DataName name, Split split, GeneratedSize size) {
        return GeneratedDigits.generate(name, split, size, 3, this::paint);
    }

    private void paint(int digit, SeededRandom dice, Canvas canvas, byte[] pixels, int offset) {
        DigitGroup.Written number = numerals.draw(digit, dice, canvas.side());
        PaintColours.Drawn paint = colours.draw(dice);
        float[][] planes = new float[3][canvas.side() * canvas.side()];
        for (int c = 0; c < 3; c++) {
            Arrays.fill(planes[c], (float) paint.ground()[c]);
        }
        exposure.stain(planes, dice, canvas.side());
        if (paint.width() > 0) {
            lay(planes, number.around(canvas, paint.width()), paint.border());
        }
        lay(planes, number.strokes(canvas), paint.stroke());
        exposure.expose(planes, dice, canvas, pixels, offset);
    }

    /** Paints a colour over the image where a shape covers it. */
    private static void lay(float[][] planes, float[] covered, double[] colour) {
        for (int c = 0; c < 3; c++) {
            float level = (float) colour[c];
            for (int i = 0; i < covered.length; i++) {
                planes[c][i] += covered[i] * (level - planes[c][i]);
            }
        }
    }
}

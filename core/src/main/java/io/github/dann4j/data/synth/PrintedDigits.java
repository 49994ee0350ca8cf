package io.github.dann4j.data.synth;

import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.DataName;
import java.awt.Shape;
import java.util.List;

/**
 * Single printed digits as from a scanner: dark ink on light paper, upright, slightly blurred, a little grain. 32×32,
 * grey.
 *
 * @param typefaces each image has one of them
 * @param placement size and position of the digit
 * @param paper grey level of the background, 0 to 255
 * @param ink grey level of the digit, 0 to 255
 * @param blur standard deviation of the scanner's blur in pixels, 0 to 4
 * @param grain standard deviation of the noise in grey levels, 0 to 64
 */
public record PrintedDigits(
        List<Typeface> typefaces, Placement placement, Range paper, Range ink, Range blur, Range grain) {
    public PrintedDigits {
        typefaces = List.copyOf(typefaces);
        if (typefaces.isEmpty()) {
            throw new IllegalArgumentException("printed digits need at least one typeface");
        }
        paper.requireWithin("paper", 0, 255);
        ink.requireWithin("ink", 0, 255);
        blur.requireWithin("blur", 0, 4);
        grain.requireWithin("grain", 0, 64);
    }

    /** Returns the settings of the dataset {@code printed}. */
    public static PrintedDigits standard() {
        return new PrintedDigits(
                List.of(Typeface.SANS, Typeface.SANS_BOLD, Typeface.SERIF, Typeface.MONO, Typeface.TYPEWRITER),
                new Placement(
                        new Range(19, 23),
                        new Range(0.95, 1.1),
                        Range.within(0.03),
                        Range.within(2),
                        Range.within(1.5)),
                new Range(225, 252),
                new Range(5, 60),
                new Range(0.35, 0.75),
                new Range(1, 6));
    }

    /**
     * Generates images with these settings.
     *
     * @param name any name; another name draws other images
     * @return images {@code [n, 32, 32, 1]} with labels 0 to 9, to be closed by the caller
     */
    public ImageSet images(String name, Split split, GeneratedSize size) {
        return images(DataName.parse(name), split, size);
    }

    public ImageSet images(DataName name, Split split, GeneratedSize size) {
        return GeneratedDigits.generate(name, split, size, 1, this::paint);
    }

    /** Returns the coverage of one digit by ink, in [0, 1], blurred. */
    float[] ink(int digit, SeededRandom dice, Canvas canvas) {
        Typeface.Glyph glyph = typefaces.get(dice.below(typefaces.size())).glyph(digit);
        Shape shape = placement.draw(dice, glyph.bounds(), canvas.side()).createTransformedShape(glyph.outline());
        float[] covered = canvas.coverage(shape);
        canvas.blur(covered, blur.draw(dice));
        return covered;
    }

    private void paint(int digit, SeededRandom dice, Canvas canvas, byte[] pixels, int offset) {
        float[] covered = ink(digit, dice, canvas);
        float light = (float) paper.draw(dice);
        float dark = (float) ink.draw(dice);
        double noise = grain.draw(dice);
        for (int i = 0; i < covered.length; i++) {
            float value = light + covered[i] * (dark - light) + (float) (noise * dice.grain());
            pixels[offset + i] = GeneratedDigits.toByte(value);
        }
    }
}

package io.github.dann4j.data.synth;

import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.DataName;

/**
 * Printed digits blended over colour textures by the recipe of MNIST-M (Ganin et al. 2016, §5.2.4): each channel is
 * |texture − digit|, so a digit turns what is under it into its negative, and has no colour or polarity of its own.
 * MNIST-M uses photos as textures; here {@link Texture} generates them. 32×32, RGB.
 *
 * @param digits typefaces, size, position and blur of the digits; their paper, ink and grain are not used
 * @param texture what the digits are blended over
 * @param difficulty in [0, 1]: the texture's share; at 0 the background is white paper and the digits are black on
 *     white
 */
public record TexturedDigits(PrintedDigits digits, Texture texture, double difficulty) {
    public TexturedDigits {
        if (!(difficulty >= 0 && difficulty <= 1)) {
            throw new IllegalArgumentException("difficulty must be 0 to 1, got " + difficulty);
        }
    }

    /**
     * Returns the settings of the dataset {@code textured}: digits moved a little more than the plain printed ones,
     * over full textures.
     */
    public static TexturedDigits standard() {
        PrintedDigits printed = PrintedDigits.standard();
        return new TexturedDigits(
                new PrintedDigits(
                        printed.typefaces(),
                        new Placement(
                                new Range(18, 24),
                                new Range(0.9, 1.15),
                                Range.within(0.08),
                                Range.within(6),
                                Range.within(2)),
                        printed.paper(),
                        printed.ink(),
                        printed.blur(),
                        printed.grain()),
                Texture.standard(),
                1);
    }

    /** Returns these settings at another difficulty. */
    public TexturedDigits withDifficulty(double other) {
        return new TexturedDigits(digits, texture, other);
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
        float[] ink = digits.ink(digit, dice, canvas);
        float[][] planes = texture.draw(dice, canvas.side());
        float share = (float) difficulty;
        for (int i = 0; i < ink.length; i++) {
            for (int c = 0; c < 3; c++) {
                float ground = 255 + share * (planes[c][i] - 255);
                pixels[offset + 3 * i + c] = GeneratedDigits.toByte(Math.abs(ground - 255 * ink[i]));
            }
        }
    }
}

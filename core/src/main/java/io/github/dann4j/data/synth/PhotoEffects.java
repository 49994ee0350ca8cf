package io.github.dann4j.data.synth;

/**
 * The effects of light and camera on a plain image.
 *
 * @param stains amplitude of soft irregular patches of the ground, in levels, 0 to 255
 * @param shade by how much the light grows from the image's middle to its edge, in levels, 0 to 255, in any direction
 * @param blur standard deviation of the Gaussian blur in pixels, 0 to 4
 * @param grain standard deviation of the noise in levels, 0 to 64
 */
public record PhotoEffects(Range stains, Range shade, Range blur, Range grain) {
    public PhotoEffects {
        stains.requireWithin("stains", 0, 255);
        shade.requireWithin("shade", 0, 255);
        blur.requireWithin("blur", 0, 4);
        grain.requireWithin("grain", 0, 64);
    }

    /**
     * Stains a background before anything is painted on it; {@code planes} are red, green and blue, each
     * {@code [side * side]}.
     */
    void stain(float[][] planes, SeededRandom dice, int side) {
        double amplitude = squared(stains, dice);
        Texture.clouds(planes, dice, side, 16, amplitude);
        Texture.clouds(planes, dice, side, 8, amplitude * 0.6);
    }

    /** Applies light, blur and grain, and converts to bytes. */
    void expose(float[][] planes, SeededRandom dice, Canvas canvas, byte[] pixels, int offset) {
        int side = canvas.side();
        double angle = dice.between(0, 2 * Math.PI);
        double slope = squared(shade, dice) / (side / 2.0);
        double across = StrictMath.cos(angle) * slope;
        double down = StrictMath.sin(angle) * slope;
        double sigma = blur.draw(dice);
        double noise = grain.draw(dice);
        for (int c = 0; c < planes.length; c++) {
            float[] plane = planes[c];
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    plane[y * side + x] += (float) ((x - side / 2.0) * across + (y - side / 2.0) * down);
                }
            }
            canvas.blur(plane, sigma);
            for (int i = 0; i < plane.length; i++) {
                float value = plane[i] + (float) (noise * dice.grain());
                pixels[offset + planes.length * i + c] = GeneratedDigits.toByte(value);
            }
        }
    }

    /** Draws the square of a uniform number, so that small values are more frequent. */
    private static double squared(Range range, SeededRandom dice) {
        double share = dice.unit();
        return Range.mix(range.low(), range.high(), share * share);
    }

    /** Interpolates from {@code start} (at 0) to these values (at 1). */
    PhotoEffects from(PhotoEffects start, double share) {
        return new PhotoEffects(
                stains.from(start.stains, share),
                shade.from(start.shade, share),
                blur.from(start.blur, share),
                grain.from(start.grain, share));
    }
}

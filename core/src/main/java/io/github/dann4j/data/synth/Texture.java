package io.github.dann4j.data.synth;

/**
 * Generated colour textures that are meant to be as varied as small patches of photos: a base colour, clouds of several
 * sizes (value noise), an edge between two surfaces, stripes.
 *
 * @param brightness mean of a surface, in levels 0 to 255
 * @param colour how far the channels of a surface differ from its brightness, in levels, 0 to 255
 * @param clouds amplitude of the largest clouds in levels, 0 to 255; clouds of half the size have 0.6 of the amplitude
 * @param edge share of the images in which a straight edge separates two surfaces, 0 to 1
 * @param striped share of the images with stripes, 0 to 1
 * @param stripes amplitude of the stripes in levels, 0 to 255
 * @param period of the stripes in pixels, 2 to 64
 */
public record Texture(
        Range brightness, Range colour, Range clouds, double edge, double striped, Range stripes, Range period) {
    /** Sides of the cells of the clouds, in pixels. */
    private static final int[] CELLS = {16, 8, 4};

    private static final double SMALLER = 0.6;

    public Texture {
        brightness.requireWithin("brightness", 0, 255);
        colour.requireWithin("colour", 0, 255);
        clouds.requireWithin("clouds", 0, 255);
        stripes.requireWithin("stripes", 0, 255);
        period.requireWithin("period", 2, 64);
        requireShare("edge", edge);
        requireShare("striped", striped);
    }

    /** Returns the textures of the dataset {@code textured}. */
    public static Texture standard() {
        return new Texture(
                new Range(20, 235),
                new Range(0, 70),
                new Range(10, 70),
                0.5,
                0.35,
                new Range(10, 50),
                new Range(3, 14));
    }

    /** Draws one texture: red, green and blue planes {@code [3][side * side]}, in levels, clipped to 0 to 255. */
    float[][] draw(SeededRandom dice, int side) {
        float[][] planes = new float[3][side * side];
        surfaces(planes, dice, side);
        double amplitude = clouds.draw(dice);
        for (int cell : CELLS) {
            clouds(planes, dice, side, cell, amplitude);
            amplitude *= SMALLER;
        }
        if (dice.chance(striped)) {
            stripes(planes, dice, side);
        }
        for (float[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = Math.min(255, Math.max(0, plane[i]));
            }
        }
        return planes;
    }

    private void surfaces(float[][] planes, SeededRandom dice, int side) {
        double[] one = surface(dice);
        double[] other = dice.chance(edge) ? surface(dice) : one;
        double angle = dice.between(0, 2 * Math.PI);
        double along = StrictMath.cos(angle);
        double across = StrictMath.sin(angle);
        double where = dice.between(-side / 3.0, side / 3.0);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double distance = (x - side / 2.0) * along + (y - side / 2.0) * across - where;
                double share = Math.min(1, Math.max(0, distance + 0.5)); // one pixel wide: antialiased
                for (int c = 0; c < 3; c++) {
                    planes[c][y * side + x] = (float) Range.mix(one[c], other[c], share);
                }
            }
        }
    }

    private double[] surface(SeededRandom dice) {
        double mean = brightness.draw(dice);
        double strength = colour.draw(dice);
        double[] surface = new double[3];
        for (int c = 0; c < 3; c++) {
            surface[c] = mean + dice.between(-strength, strength);
        }
        return surface;
    }

    /**
     * Adds value noise: random values at the corners of cells, smoothly interpolated, the same for all channels except
     * for a tint.
     */
    static void clouds(float[][] planes, SeededRandom dice, int side, int cell, double amplitude) {
        int corners = side / cell + 2;
        double[] values = new double[corners * corners];
        for (int i = 0; i < values.length; i++) {
            values[i] = dice.between(-amplitude, amplitude);
        }
        double left = dice.unit();
        double top = dice.unit();
        double[] tint = tint(dice);
        int[] columns = new int[side];
        double[] across = new double[side];
        for (int x = 0; x < side; x++) {
            double right = (double) x / cell + left;
            columns[x] = (int) right;
            across[x] = smooth(right - columns[x]);
        }
        for (int y = 0; y < side; y++) {
            double down = (double) y / cell + top;
            int row = (int) down;
            double v = smooth(down - row);
            for (int x = 0; x < side; x++) {
                int corner = row * corners + columns[x];
                double upper = Range.mix(values[corner], values[corner + 1], across[x]);
                double lower = Range.mix(values[corner + corners], values[corner + corners + 1], across[x]);
                add(planes, y * side + x, Range.mix(upper, lower, v), tint);
            }
        }
    }

    private void stripes(float[][] planes, SeededRandom dice, int side) {
        double amplitude = stripes.draw(dice);
        double frequency = 2 * Math.PI / period.draw(dice);
        double angle = dice.between(0, Math.PI);
        double along = StrictMath.cos(angle) * frequency;
        double across = StrictMath.sin(angle) * frequency;
        double phase = dice.between(0, 2 * Math.PI);
        double[] tint = tint(dice);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double wave = StrictMath.sin(x * along + y * across + phase);
                add(planes, y * side + x, amplitude * wave, tint);
            }
        }
    }

    private static double[] tint(SeededRandom dice) {
        return new double[] {dice.between(0.4, 1), dice.between(0.4, 1), dice.between(0.4, 1)};
    }

    private static void add(float[][] planes, int at, double value, double[] tint) {
        for (int c = 0; c < 3; c++) {
            planes[c][at] += (float) (value * tint[c]);
        }
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static void requireShare(String parameter, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("%s must be 0 to 1, got %s".formatted(parameter, value));
        }
    }
}

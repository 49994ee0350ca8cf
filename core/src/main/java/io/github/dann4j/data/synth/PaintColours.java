package io.github.dann4j.data.synth;

/**
 * The colours of a painted number and of its background.
 *
 * @param brightness luma (0.299 R + 0.587 G + 0.114 B) half-way between stroke and ground, in levels, 0 to 255; moved
 *     as far as the contrast requires
 * @param contrast difference in luma between stroke and ground, in levels, 1 to 255
 * @param colour how far the strongest colours are from grey, in levels of blue, 0 to 255; most are far weaker
 * @param lightStroke share of the images with a stroke lighter than the ground, 0 to 1
 * @param outlined share of the images whose digits have an outline in a third colour, which differs from the stroke at
 *     least as much as the ground does, 0 to 1
 * @param outline width of the outline outside the stroke, in digit heights, 0 to 0.3
 */
public record PaintColours(
        Range brightness, Range contrast, double colour, double lightStroke, double outlined, Range outline) {
    public PaintColours {
        brightness.requireWithin("brightness", 0, 255);
        contrast.requireWithin("contrast", 1, 255);
        new Range(colour, colour).requireWithin("colour", 0, 255);
        new Range(lightStroke, lightStroke).requireWithin("lightStroke", 0, 1);
        new Range(outlined, outlined).requireWithin("outlined", 0, 1);
        outline.requireWithin("outline", 0, 0.3);
    }

    /**
     * The colours of one image, red, green and blue in levels 0 to 255.
     *
     * @param border the colour of the outline
     * @param width of the outline in digit heights, 0 for none
     */
    record Drawn(double[] ground, double[] stroke, double[] border, double width) {}

    Drawn draw(SeededRandom dice) {
        double difference = contrast.draw(dice);
        double middle = Math.min(255 - difference / 2, Math.max(difference / 2, brightness.draw(dice)));
        boolean light = dice.chance(lightStroke);
        double half = light ? -difference / 2 : difference / 2;
        double[] ground = tinted(middle + half, dice);
        double[] stroke = tinted(middle - half, dice);
        double width = dice.chance(outlined) ? outline.draw(dice) : 0;
        // Beyond the ground as seen from the stroke, so that the outline sets the stroke off and never absorbs it.
        double[] border = tinted(Range.mix(middle + half, light ? 0 : 255, dice.unit()), dice);
        return new Drawn(ground, stroke, border, width);
    }

    /**
     * Returns a colour of the given luma. Daylight and shade vary colours along blue and yellow twice as much as along
     * red and green.
     */
    private double[] tinted(double luma, SeededRandom dice) {
        double strength = dice.unit();
        strength *= strength * colour;
        double red = strength * dice.between(-0.5, 0.5);
        double blue = strength * dice.between(-1, 1);
        double green = -(0.299 * red + 0.114 * blue) / 0.587;
        return new double[] {level(luma + red), level(luma + green), level(luma + blue)};
    }

    private static double level(double value) {
        return Math.min(255, Math.max(0, value));
    }

    /** Interpolates from {@code start} (at 0) to these values (at 1). */
    PaintColours from(PaintColours start, double share) {
        return new PaintColours(
                brightness.from(start.brightness, share),
                contrast.from(start.contrast, share),
                Range.mix(start.colour, colour, share),
                Range.mix(start.lightStroke, lightStroke, share),
                Range.mix(start.outlined, outlined, share),
                outline.from(start.outline, share));
    }
}

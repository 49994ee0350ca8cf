package io.github.dann4j.data.synth;

import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;

/**
 * Position and size of a generated digit; each image draws one value from every range.
 *
 * @param height of the tallest digit of the typeface, in pixels, 4 to 64
 * @param stretch width over natural width, 0.3 to 3: below 1 condensed, above 1 extended
 * @param slant horizontal shift over height, −1 to 1; positive leans to the right, as italics do
 * @param rotation in degrees, clockwise, −180 to 180
 * @param shift of the digit's middle from the middle of the image, in pixels, −32 to 32, drawn for each direction from
 *     the same range
 */
public record Placement(Range height, Range stretch, Range slant, Range rotation, Range shift) {
    public Placement {
        height.requireWithin("height", 4, 64);
        stretch.requireWithin("stretch", 0.3, 3);
        slant.requireWithin("slant", -1, 1);
        rotation.requireWithin("rotation", -180, 180);
        shift.requireWithin("shift", -32, 32);
    }

    /** Draws the transform from a glyph's own units to pixels, for one image. */
    AffineTransform draw(SeededRandom dice, Rectangle2D bounds, int side) {
        double scale = height.draw(dice);
        double wide = scale * stretch.draw(dice);
        double lean = slant.draw(dice);
        double angle = StrictMath.toRadians(rotation.draw(dice));
        AffineTransform transform =
                AffineTransform.getTranslateInstance(side / 2.0 + shift.draw(dice), side / 2.0 + shift.draw(dice));
        // AffineTransform.rotate uses Math.sin, whose last bit may differ from machine to machine.
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        transform.concatenate(new AffineTransform(cos, sin, -sin, cos, 0, 0));
        transform.shear(-lean, 0);
        transform.scale(wide, scale);
        transform.translate(-bounds.getCenterX(), -bounds.getCenterY());
        return transform;
    }

    /** Interpolates from {@code start} (at 0) to this placement (at 1). */
    Placement from(Placement start, double share) {
        return new Placement(
                height.from(start.height, share),
                stretch.from(start.stretch, share),
                slant.from(start.slant, share),
                rotation.from(start.rotation, share),
                shift.from(start.shift, share));
    }
}

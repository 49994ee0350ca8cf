package io.github.dann4j.data.image;

/** How a resized image gets a pixel from the pixels around its place. */
public enum Interpolation {
    /** The pixel at that place. */
    NEAREST(0) {
        @Override
        double weight(double distance) {
            throw new IllegalStateException("one pixel is taken as it is");
        }
    },
    /** A triangle: the weight falls linearly to 0 at a distance of one pixel. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            return Math.max(0, 1 - Math.abs(distance));
        }
    },
    /** Keys's cubic with a = -0.5, as in Pillow; 0 from a distance of two pixels on. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return (1.5 * x - 2.5) * x * x + 1;
            }
            return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
        }
    };

    private final int reach;

    Interpolation(int reach) {
        this.reach = reach;
    }

    /** The distance in pixels from which on the weight is 0. */
    int reach() {
        return reach;
    }

    /** The weight of a pixel whose centre has this distance, in pixels, before the weights are scaled to sum to 1. */
    abstract double weight(double distance);
}

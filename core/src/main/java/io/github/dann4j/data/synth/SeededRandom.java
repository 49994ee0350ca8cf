package io.github.dann4j.data.synth;

import java.util.SplittableRandom;

/**
 * The random draws of one generated image.
 *
 * <p>Takes raw bits from {@link SplittableRandom}, whose algorithm is documented, and converts them to numbers itself:
 * the platform's conversions from bits to ranges and Gaussians have changed between Java releases, and the same seed
 * must draw the same image on all of them.
 */
public final class SeededRandom {
    private final SplittableRandom bits;

    public SeededRandom(long seed) {
        this.bits = new SplittableRandom(seed);
    }

    /** Returns a number uniform in [0, 1). */
    double unit() {
        return (bits.nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Returns a number uniform in {@code [low, high)}; {@code low} if both are equal. */
    double between(double low, double high) {
        return low + unit() * (high - low);
    }

    /** Returns an integer uniform in {@code 0 .. bound - 1}, for small bounds: the bias is {@code bound / 2^53}. */
    public int below(int bound) {
        return (int) (unit() * bound);
    }

    /** Returns true with the given probability; always takes one draw. */
    boolean chance(double probability) {
        return unit() < probability;
    }

    /**
     * Returns a number with mean 0 and standard deviation 1, never beyond ±√12: the sum of four uniform draws,
     * rescaled. As good as a Gaussian where only a little grain is needed, and three times as fast.
     */
    double grain() {
        long raw = bits.nextLong();
        long sum = (raw & 0xffff) + (raw >>> 16 & 0xffff) + (raw >>> 32 & 0xffff) + (raw >>> 48);
        return (sum / 65_535.0 - 2) * 1.7320508075688772; // a uniform draw has variance 1/12, four of them 1/3
    }

    /** Shuffles the values in place. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }
}

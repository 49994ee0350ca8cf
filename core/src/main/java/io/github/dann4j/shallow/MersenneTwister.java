package io.github.dann4j.shallow;

/**
 * The generator MT19937 (Matsumoto and Nishimura, 1998) with the draws of NumPy's {@code RandomState}, bit for bit: the
 * authors' programs draw their weights, their order of target examples and their moons from it.
 */
final class MersenneTwister {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int next = SIZE;
    private boolean hasGaussian;
    private double gaussian;

    /** @param seed its lower 32 bits are used, as by {@code numpy.random.seed} */
    MersenneTwister(long seed) {
        state[0] = (int) seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    private void refill() {
        for (int i = 0; i < SIZE; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
            state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        next = 0;
    }

    /** Returns the next 32 bits. */
    int bits() {
        if (next == SIZE) {
            refill();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** Returns a number from [0, 1): {@code rand}. */
    double uniform() {
        int high = bits() >>> 5;
        int low = bits() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /** Returns a whole number from 0 to {@code count} − 1: {@code randint}. */
    int below(int count) {
        int most = count - 1;
        if (most == 0) {
            return 0;
        }
        int mask = Integer.highestOneBit(most) * 2 - 1;
        int value = bits() & mask;
        while (value > most) {
            value = bits() & mask;
        }
        return value;
    }

    /** Returns a number of mean 0 and variance 1, by the polar method: {@code normal}. */
    double gaussian() {
        if (hasGaussian) {
            hasGaussian = false;
            return gaussian;
        }
        double x;
        double y;
        double square;
        do {
            x = 2 * uniform() - 1;
            y = 2 * uniform() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
        gaussian = factor * x;
        hasGaussian = true;
        return factor * y;
    }

    /** Returns the numbers from 0 to {@code count} − 1 in random order: {@code shuffle}. */
    int[] order(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int other = below(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }
}

package io.github.dann4j.engine;

import org.bytedeco.pytorch.global.torch;

/**
 * Derives the seeds of all random streams of a run from the user's seed.
 *
 * <p>Every consumer of randomness (the initial weights of each block, the order of each domain's images, the dropout of
 * each pass of each step) has a separate stream, so extra draws of one method never change another method's. DANN with
 * λ = 0 trains exactly the features of source-only training, and a resumed run needs no stored generator state.
 */
public final class Seeds {
    static {
        NativeLibraries.load();
    }

    private Seeds() {}

    /**
     * Returns the seed of the stream named {@code purpose} under {@code seed}. Different names give unrelated streams.
     */
    public static long derive(long seed, String purpose) {
        long hash = seed;
        for (int i = 0; i < purpose.length(); i++) {
            hash = mix(hash ^ purpose.charAt(i));
        }
        return mix(hash);
    }

    /** Returns the seed of the {@code index}-th part of a stream, for instance of one step. */
    public static long derive(long seed, long index) {
        return mix(seed ^ mix(index + 0x9E3779B97F4A7C15L));
    }

    /** Seeds libtorch's own generator, from which dropout and random initialisation draw. */
    public static void seedEngine(long seed) {
        torch.manual_seed(seed);
    }

    /** Applies the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a bijection that mixes all bits. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

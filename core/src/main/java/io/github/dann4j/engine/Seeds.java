package io.github.dann4j.engine;

import org.bytedeco.pytorch.global.torch;

/**
 * Seeds of the random streams of a run, all derived from the one seed that the user gives.
 *
 * <p>Every consumer of randomness (the initial weights of each block, the order of each domain's images, the dropout of
 * each pass of each step) has a stream of its own, so that one method's extra draws never change another's: DANN with
 * λ = 0 trains the very features of source-only training, and a resumed run needs no stored generator state.
 */
public final class Seeds {
    static {
        NativeLibraries.load();
    }

    private Seeds() {}

    /** The seed of the stream named {@code purpose} under {@code seed}; different names give unrelated streams. */
    public static long derive(long seed, String purpose) {
        long hash = seed;
        for (int i = 0; i < purpose.length(); i++) {
            hash = mix(hash ^ purpose.charAt(i));
        }
        return mix(hash);
    }

    /** The seed of the {@code index}-th part of a stream, for instance of one step. */
    public static long derive(long seed, long index) {
        return mix(seed ^ mix(index + 0x9E3779B97F4A7C15L));
    }

    /** Seeds libtorch's own generator, which dropout and random initialisation draw from. */
    public static void seedEngine(long seed) {
        torch.manual_seed(seed);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a bijection that scatters every bit. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

package io.github.dann4j.engine;

import org.bytedeco.pytorch.global.torch;

/** The compute threads of libtorch. Results are reproducible bit for bit only for the same number of them. */
public final class Threads {
    static {
        NativeLibraries.load();
    }

    private Threads() {}

    /** Sets the number of threads that one operation may use, at least 1. */
    public static void use(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        torch.set_num_threads(threads);
    }

    /** The number of threads that one operation may use. */
    public static int inUse() {
        return torch.get_num_threads();
    }
}

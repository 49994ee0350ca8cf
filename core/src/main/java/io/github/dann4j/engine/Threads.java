package io.github.dann4j.engine;

import org.bytedeco.openblas.global.openblas;
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

    /**
     * Has operations of the calling thread run in it alone. libtorch sets the number for the thread that asks and for all that have
     * not computed yet: whoever calls this sets the number anew for itself by {@link #use}.
     */
    public static void useOneHere() {
        torch.get_num_threads(); // from here on this thread keeps its own number
        torch.set_num_threads(1);
    }

    /**
     * Sets the number of threads of OpenBLAS, which computes float32 matrix products. {@link NativeLibraries} sets one: more
     * make large products faster and fight with libtorch's own threads in everything else.
     */
    public static void useInBlas(int threads) {
        openblas.blas_set_num_threads(threads);
    }

    /** The number of threads that one operation may use. */
    public static int inUse() {
        return torch.get_num_threads();
    }
}

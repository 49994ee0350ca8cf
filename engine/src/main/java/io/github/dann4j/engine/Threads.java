package io.github.dann4j.engine;

import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/** Sets the compute threads of libtorch. Results are reproducible bit for bit only with the same number of threads. */
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
     * Limits operations of the calling thread to this one thread. libtorch sets the number for the calling thread and
     * for all threads that have not computed yet, so call {@link #use} afterwards on the other threads.
     */
    public static void useOneHere() {
        torch.get_num_threads(); // from here on this thread keeps its own number
        torch.set_num_threads(1);
    }

    /**
     * Sets the number of threads of OpenBLAS, which computes float32 matrix products. {@link NativeLibraries} sets it
     * to one: more threads speed up large products but compete with libtorch's own threads in everything else.
     */
    public static void useInBlas(int threads) {
        openblas.blas_set_num_threads(threads);
    }

    /** Returns the number of threads that one operation may use. */
    public static int inUse() {
        return torch.get_num_threads();
    }
}

package io.github.dann4j.benchmark;

import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.rand;

import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.Threads;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Measures the machine's ceiling: matrix products and memory. Owns the matrices. */
final class PeakFlops implements AutoCloseable {
    private static final boolean GPU = Device.current().isGpu();

    /** A GPU needs far more work to be busy with, and memory that its caches do not hold. */
    private static final int SIDE = GPU ? 8192 : 1024;

    private static final long COPIED_BYTES = (GPU ? 2048L : 64L) << 20;
    private static final int PRODUCTS = 2;

    /** Seconds after which one trial is enough: a processor without bfloat16 takes as long for a single product in it. */
    private static final double LONG = 0.5;

    /** Where bfloat16 is so many times slower than float32, measuring it again would take most of the benchmark's time. */
    private static final int HOPELESS = 4;

    private final Tensor square;
    private final Tensor half;
    private final Tensor from;
    private final Tensor to;
    private BenchmarkRecord.Peak highest = new BenchmarkRecord.Peak(0, 0, 0);

    PeakFlops() {
        try (PointerScope scope = new PointerScope()) {
            square = Device.current().place(rand(SIDE, SIDE)).retainReference();
            half = square.to(ScalarType.BFloat16).retainReference();
            from = Device.current().place(ones(COPIED_BYTES / 4)).retainReference();
            to = Device.current().place(ones(COPIED_BYTES / 4)).retainReference();
        }
    }

    /** Measures for a few tenths of a second. */
    void measure() {
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            int threads = Threads.inUse();
            Threads.useInBlas(threads); // OpenBLAS may use all threads, because nothing else runs
            double blas = gflops(() -> square.matmul(square));
            Threads.useInBlas(1);
            double oneDnn = gflops(() -> pointwise(square));
            boolean isHopeless = highest.bf16Gflops() > 0 && highest.bf16Gflops() * HOPELESS < highest.fp32Gflops();
            double bf16 = isHopeless ? 0 : Math.max(gflops(() -> half.matmul(half)), gflops(() -> pointwise(half)));
            double copied = perSecond(() -> to.copy_(from), 1) * 2 * COPIED_BYTES / 1e9;
            highest = highest.max(new BenchmarkRecord.Peak(Math.max(blas, oneDnn), bf16, copied));
        }
    }

    /** A convolution with a 1×1 kernel is a matrix product, which oneDNN computes in either precision. */
    private static Tensor pointwise(Tensor square) {
        Tensor image = Layout.CHANNELS_LAST.of(square.reshape(1, SIDE, 32, SIDE / 32));
        long[] one = {1, 1};
        return conv2d(image, square.reshape(SIDE, SIDE, 1, 1), new TensorOptional(), one, new long[] {0, 0}, one, 1);
    }

    private static double gflops(Runnable product) {
        return perSecond(product, PRODUCTS) * 2.0 * SIDE * SIDE * SIDE / 1e9;
    }

    /** The better of two trials, after one that does not count; the first one alone where it takes long. */
    private static double perSecond(Runnable work, int times) {
        double best = 0;
        for (int trial = 0; trial < 3; trial++) {
            long start = System.nanoTime();
            int done = 0;
            double seconds;
            do {
                try (PointerScope scope = new PointerScope()) {
                    work.run();
                }
                done++;
                Device.current().await();
                seconds = (System.nanoTime() - start) / 1e9;
            } while (done < times && seconds < LONG);
            if (seconds >= LONG) {
                return Math.max(best, done / seconds);
            }
            best = trial == 0 ? 0 : Math.max(best, done / seconds);
        }
        return best;
    }

    /** The highest of all measurements so far. */
    BenchmarkRecord.Peak highest() {
        return highest;
    }

    @Override
    public void close() {
        Stream.of(square, half, from, to).forEach(Tensor::releaseReference);
    }
}

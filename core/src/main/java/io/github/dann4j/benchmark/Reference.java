package io.github.dann4j.benchmark;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.engine.Threads;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The step as common tools compute it, on this libtorch: float32, contiguous layout. OpenBLAS has one thread or all,
 * whichever is faster for the case, so that the comparison is fair. Keeps the case that it timed last, to continue with
 * it at once.
 *
 * <p>To be representative of common tools, it must run in a process with the C library's default memory settings, not
 * in one that {@code dann4j}'s launcher started.
 */
public final class Reference implements Competitor, AutoCloseable {
    private @Nullable Running running;

    /** A case with its datasets; owns both. */
    private record Running(
            BenchmarkNet net, MethodType<?> method, int batch, Noise source, Noise target, TrainingCase training)
            implements AutoCloseable {
        static Running begin(BenchmarkNet net, MethodType<?> method, int batch, double seconds) {
            Noise source = new Noise(net.spec(), 1);
            Noise target = new Noise(net.spec(), 2);
            int best = 1;
            double bestRate = 0;
            for (int threads : Stream.of(1, Threads.inUse()).distinct().toList()) {
                try (TrainingCase trial = TrainingCase.reference(
                        net,
                        method,
                        batch,
                        threads,
                        source.images(),
                        target.images().unlabeled())) {
                    double rate = trial.imagesPerSecond(seconds);
                    if (rate > bestRate) {
                        bestRate = rate;
                        best = threads;
                    }
                }
            }
            TrainingCase training = TrainingCase.reference(
                    net, method, batch, best, source.images(), target.images().unlabeled());
            return new Running(net, method, batch, source, target, training);
        }

        boolean is(BenchmarkNet otherNet, MethodType<?> otherMethod, int otherBatch) {
            return net == otherNet && method == otherMethod && batch == otherBatch;
        }

        @Override
        public void close() {
            training.close();
            target.close();
            source.close();
        }
    }

    @Override
    public double imagesPerSecond(BenchmarkNet net, MethodType<?> method, int batch, int threads, double seconds) {
        Threads.use(threads);
        if (running == null || !running.is(net, method, batch)) {
            close();
            running = Running.begin(net, method, batch, seconds);
        }
        return running.training().imagesPerSecond(seconds);
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}

package io.github.dann4j.bench;

import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.engine.NativeLibraries;
import io.github.dann4j.engine.Threads;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Times the drawing of a pair of batches, which a step waits for: 64 and 64 images of 32×32 pixels. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BatchPairBenchmark {
    @Param({"plain", "augmented"})
    private String kind = "";

    private Domains domains;
    private BatchPairSampler pairs;

    /** Creates the datasets. */
    @Setup(Level.Trial)
    public void open() {
        NativeLibraries.load();
        Threads.use(Runtime.getRuntime().availableProcessors());
        domains = new Domains(32);
        Augmentation augmentation = "augmented".equals(kind) ? new Augmentation(1.3, 10, 0.1, 1, 0) : Augmentation.NONE;
        pairs = new BatchPairSampler(domains.source(), domains.target().unlabeled(), 64, augmentation, 0);
    }

    /** Frees the datasets. */
    @TearDown(Level.Trial)
    public void close() {
        domains.close();
    }

    /** Draws one pair of batches. */
    @Benchmark
    public long draw() {
        try (PointerScope scope = new PointerScope()) {
            return pairs.next().target().inputs().numel();
        }
    }
}

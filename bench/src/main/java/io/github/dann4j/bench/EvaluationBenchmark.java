package io.github.dann4j.bench;

import io.github.dann4j.engine.NativeLibraries;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Networks;
import java.util.concurrent.TimeUnit;
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

/**
 * Times the test of a network on 10,000 images of 32×32 pixels, with the network of the presets {@code quick} and
 * {@code best}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EvaluationBenchmark {
    @Param({"FP32", "BF16"})
    private Precision precision = Precision.FP32;

    private Domains domains;
    private Network network;

    /** Creates the datasets and draws the weights. */
    @Setup(Level.Trial)
    public void open() {
        NativeLibraries.load();
        Threads.use(Runtime.getRuntime().availableProcessors());
        domains = new Domains(32);
        network = new Network(Networks.bottleneck(10, 32), 0);
    }

    /** Frees the datasets and the network. */
    @TearDown(Level.Trial)
    public void close() {
        network.close();
        domains.close();
    }

    /** Tests the network once. */
    @Benchmark
    public double evaluate() {
        return new Evaluator(network, precision)
                .evaluate(domains.target(), Domain.TARGET)
                .accuracy();
    }
}

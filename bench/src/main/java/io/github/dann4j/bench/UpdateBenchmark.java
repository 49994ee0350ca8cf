package io.github.dann4j.bench;

import io.github.dann4j.engine.NativeLibraries;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.model.DannNetwork;
import io.github.dann4j.model.Networks;
import io.github.dann4j.train.OptimizerSettings;
import io.github.dann4j.train.ParameterOptimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The update of the SVHN net's 33 million parameters: what a step spends behind its backward pass. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class UpdateBenchmark {
    private DannNetwork network;
    private ParameterOptimizer optimizer;

    /** Draws weights and gives each a gradient. */
    @Setup(Level.Trial)
    public void open() {
        NativeLibraries.load();
        Threads.use(Runtime.getRuntime().availableProcessors());
        network = new DannNetwork(Networks.svhn(10), 0);
        List<Tensor> parameters = new ArrayList<>(network.classifierParameters().values());
        parameters.addAll(network.domainParameters().values());
        try (PointerScope scope = new PointerScope()) {
            Tensor loss = Tensors.ofFloats(new float[1], 1);
            for (Tensor parameter : parameters) {
                loss = loss.add(torch.sum(parameter));
            }
            loss.backward();
        }
        optimizer = ParameterOptimizer.of(new OptimizerSettings.Sgd(0.9, 0), parameters);
        optimizer.learningRate(1e-9);
    }

    /** Frees them. */
    @TearDown(Level.Trial)
    public void close() {
        optimizer.close();
        network.close();
    }

    /** SGD with momentum. */
    @Benchmark
    public void update() {
        optimizer.step();
    }

    /** The max-norm restriction, which reads every weight and seldom writes one. */
    @Benchmark
    public void boundNorms() {
        network.boundNorms();
    }
}

package io.github.dann4j.bench;

import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.NativeLibraries;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Networks;
import io.github.dann4j.model.Pass;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.optimize.ParameterOptimizer;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Times the update of the 33 million parameters of the SVHN network, which a step does after its backward pass. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class UpdateBenchmark {
    private static final int BATCH = 4;

    /** Whether large weights keep bfloat16 copies, which then hold their gradients. */
    @Param({"false", "true"})
    private boolean copies;

    private Network network;
    private ParameterOptimizer optimizer;

    /** Draws weights and gives each a gradient that stays the same. */
    @Setup(Level.Trial)
    public void open() {
        NativeLibraries.load();
        Threads.use(Runtime.getRuntime().availableProcessors());
        network = new Network(Networks.svhn(10), 0);
        Map<String, Tensor> parameters = new LinkedHashMap<>(network.classifierParameters());
        parameters.putAll(network.domainParameters());
        OptimizerSettings.Sgd settings = new OptimizerSettings.Sgd(0.9, 0);
        optimizer = copies
                ? ParameterOptimizer.withCopies(settings, parameters, network.masterWeights())
                : ParameterOptimizer.of(settings, parameters.values());
        optimizer.learningRate(1e-9);
        backward();
        if (copies) {
            optimizer.step(); // creates the copies
            optimizer.zeroGradients();
            backward();
        }
    }

    private void backward() {
        Pass pass = Pass.train(Domain.SOURCE);
        try (PointerScope scope = new PointerScope()) {
            Tensor sum;
            try (Autocast autocast = Autocast.of(Precision.BF16)) {
                int side = network.spec().images().size();
                Tensor features = network.features(
                        torch.randn(BATCH, network.spec().images().channels(), side, side), pass);
                sum = network.labels(features, pass)
                        .sum()
                        .add(network.domains(features, pass).sum());
            }
            if (copies) {
                network.backwardToCopies(sum);
            } else {
                network.backward(sum);
            }
        }
    }

    /** Frees the optimizer and the network. */
    @TearDown(Level.Trial)
    public void close() {
        optimizer.close();
        network.close();
    }

    /** One step of SGD with momentum. */
    @Benchmark
    public void update() {
        optimizer.step();
    }

    /** The max-norm constraint, which reads every weight and rarely writes one. */
    @Benchmark
    public void boundNorms() {
        network.boundNorms();
    }
}

package io.github.dann4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Pass;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM with a heap of 64 MB writes, checks and reads a checkpoint of 390 MB: no complete tensor is ever on the heap.
 */
class LargeCheckpointIT {
    private static final int WIDTH = 2000;
    private static final int LAYERS = 8;
    private static final NetworkSpec NET = new NetworkSpec(
            "wide",
            8,
            1,
            List.of(new Layer.Flatten(), new Layer.Linear(WIDTH)),
            Collections.nCopies(LAYERS, new Layer.Linear(WIDTH)),
            List.of(new Layer.Linear(1)),
            0,
            Statistics.SHARED);

    @TempDir
    private Path temp;

    /** The JVM with the small heap. */
    static final class Run {
        private Run() {}

        public static void main(String[] args) throws Exception {
            Threads.use(1);
            Path file = Path.of(args[0]);
            TrainingSettings settings = new TrainingSettings(
                    10, 2, new LearningRate.Constant(1e-4), new OptimizerSettings.Adam(0.9, 0.999, 0), Precision.FP32);
            try (Network network = new Network(NET, 1);
                    Learner learner = new Learner(network, settings, network.classifierParameters());
                    Network other = new Network(NET, 2);
                    Learner resumed = new Learner(other, settings, other.classifierParameters())) {
                update(learner, 0);
                TrainingState.requireFinite(learner, 1);
                try (OutputStream out = Files.newOutputStream(file)) {
                    TrainingState.write(out, learner, Map.of("kind", "large"));
                }
                resumed.restore(SafeTensors.read(file));
                update(learner, 1);
                update(resumed, 1);
                try (PointerScope scope = new PointerScope()) {
                    Map<String, Tensor> expected = learner.state();
                    resumed.state().forEach((name, tensor) -> {
                        if (!tensor.equal(expected.get(name))) {
                            throw new AssertionError(name + " differs");
                        }
                    });
                }
            }
            System.out.println("the same to the last bit");
        }

        private static void update(Learner learner, int step) {
            try (PointerScope scope = new PointerScope()) {
                Pass pass = Pass.train(Domain.SOURCE);
                Tensor images = Tensors.ofFloats(new float[64], 1, 1, 8, 8).add(new Scalar(step + 1.0));
                Tensor out = learner.network().labels(learner.network().features(images, pass), pass);
                learner.update(
                        out.square().mean(),
                        new StepContext(step, 10, 1, Phase.whole(10), StepClock.NONE, GradientProbe.NONE));
            }
        }
    }

    @Test
    void adamsStateOfManyParameters_needsNoHeapToBeKept_andGoesOnBitForBit() throws Exception {
        Path output = temp.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-Dorg.bytedeco.javacpp.maxBytes=0",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Run.class.getName(),
                        temp.resolve("large.safetensors").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains("the same to the last bit");
        assertThat(Files.size(temp.resolve("large.safetensors"))).isGreaterThan(380_000_000L);
    }
}

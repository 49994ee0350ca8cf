package io.github.dann4j.adapt;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Augmentations;
import io.github.dann4j.data.prepare.StrongAugmentation;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.DeviceChoice;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import io.github.dann4j.train.TrainingState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method on a GPU: what it computes with is there, and it learns what it learns on the processor. */
class CudaTest {
    private static final int CLASSES = 3;
    private static final int STEPS = 4;

    /** Methods whose steps draw at random. A GPU has a generator of its own. */
    private static final Set<String> DRAWING = Set.of("swd", "wdgrl", "vada", "vmt", "dirt-t");

    private static Device gpu = Device.CPU;

    /** What a training leaves: the losses, the network's values and the outputs for the target. */
    private record Outcome(List<Terms> told, Map<String, List<Float>> network, float[][] probabilities) {}

    @BeforeAll
    static void needsAGpu() {
        gpu = DeviceChoice.of("auto").resolve(0);
        assumeTrue(gpu.isGpu(), "needs a GPU");
    }

    @AfterEach
    void computeOnTheProcessor() {
        Device.use(Device.CPU);
    }

    static Stream<Arguments> methods() {
        return Methods.all().stream()
                .flatMap(type -> Stream.of(Arguments.of(type, ToyRuns.ADAM), Arguments.of(type, ToyRuns.SGD)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aTraining_isTheSameTwice_andThatOfTheProcessor(MethodType<?> type, OptimizerSettings optimizer) {
        TrainingSettings training = ToyRuns.settings(STEPS, optimizer, Precision.FP32);
        Outcome onGpu = outcome(gpu, type, training);
        assertThat(outcome(gpu, type, training)).usingRecursiveComparison().isEqualTo(onGpu);
        if (DRAWING.contains(type.name())) {
            return;
        }
        Outcome onCpu = outcome(Device.CPU, type, training);
        for (int step = 0; step < STEPS; step++) {
            Terms there = onGpu.told().get(step);
            onCpu.told()
                    .get(step)
                    .forEach((term, value) -> assertThat(there.get(term))
                            .as(term.name())
                            .isCloseTo(value, within(1e-3 + 1e-3 * Math.abs(value))));
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void inBfloat16_withVariedImages_nothingIsLeftOnTheProcessor(MethodType<?> type, OptimizerSettings optimizer)
            throws IOException {
        Device.use(gpu);
        TrainingSettings training = ToyRuns.settings(STEPS, optimizer, Precision.BF16);
        try (ToyImages source = ToyImages.noise(30, CLASSES, 0, 1);
                ToyImages target = ToyImages.noise(42, CLASSES, 50, 2);
                Network network = new Network(type.network(ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 1)), 7);
                AdaptationMethod method = method(type, network, training, target)) {
            method.begin();
            Augmentations varied =
                    new Augmentations(new Augmentation(1.2, 10, 0.1, 1.5, 0.5), StrongAugmentation.DEFAULT);
            run(method, new BatchPairSampler(source.labeled(), target.unlabeled(), 8, varied, 3, Shard.ALL));
            method.finish(source.labeled(), target.unlabeled(), 5);
            assertThat(network.state().values()).noneMatch(Tensor::is_cpu);
            Evaluator evaluator = new Evaluator(network, Precision.BF16);
            evaluator.signals(
                    target.unlabeled(), Domain.TARGET, source.labeled().classShares());
            evaluator.domainAccuracy(source.unlabeled(), target.unlabeled());
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aState_movesToTheProcessorAndBack(MethodType<?> type, OptimizerSettings optimizer, @TempDir Path folder)
            throws IOException {
        TrainingSettings training = ToyRuns.settings(STEPS, optimizer, Precision.FP32);
        Path first = folder.resolve("gpu");
        Path second = folder.resolve("cpu");
        Path third = folder.resolve("gpu again");
        write(gpu, type, training, null, first);
        write(Device.CPU, type, training, first, second);
        write(gpu, type, training, second, third);
        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
        assertThat(Files.readAllBytes(third)).isEqualTo(Files.readAllBytes(first));
    }

    /** Writes the state of a learner on a device: trained there, or restored from a file. */
    private static void write(Device device, MethodType<?> type, TrainingSettings training, Path from, Path to)
            throws IOException {
        Device.use(device);
        try (ToyImages source = ToyImages.noise(30, CLASSES, 0, 1);
                ToyImages target = ToyImages.noise(42, CLASSES, 50, 2);
                Network network = network(type);
                AdaptationMethod method = method(type, network, training, target);
                OutputStream out = Files.newOutputStream(to)) {
            if (from == null) {
                method.begin();
                run(method, new BatchPairSampler(source.labeled(), target.unlabeled(), training.batchSize(), 3));
            } else {
                method.learner().restore(SafeTensors.read(from));
            }
            TrainingState.write(out, method.learner(), Map.of());
        }
    }

    private static Outcome outcome(Device device, MethodType<?> type, TrainingSettings training) {
        Device.use(device);
        try (ToyImages source = ToyImages.noise(30, CLASSES, 0, 1);
                ToyImages target = ToyImages.noise(42, CLASSES, 50, 2);
                Network network = network(type);
                AdaptationMethod method = method(type, network, training, target)) {
            method.begin();
            List<Terms> told =
                    run(method, new BatchPairSampler(source.labeled(), target.unlabeled(), training.batchSize(), 3));
            method.finish(source.labeled(), target.unlabeled(), 5);
            Evaluator evaluator = new Evaluator(network, Precision.FP32);
            return new Outcome(
                    told, values(network.state()), evaluator.probabilities(target.unlabeled(), Domain.TARGET));
        }
    }

    private static List<Terms> run(AdaptationMethod method, BatchPairSampler pairs) {
        List<Terms> told = new ArrayList<>();
        TrainingLoop.run(method, pairs, STEPS, 9, (context, terms) -> told.add(terms));
        return told;
    }

    private static Network network(MethodType<?> type) {
        return new Network(type.network(ToyNets.withoutDropout(CLASSES, Statistics.PER_DOMAIN, 1)), 7);
    }

    private static AdaptationMethod method(
            MethodType<?> type, Network network, TrainingSettings training, ToyImages target) {
        Record settings = type == Dann.TYPE
                ? new DannSettings(LambdaSchedule.paper(), DannSettings.Passes.SEPARATE)
                : type.defaults();
        return type.on(network, new MethodSetup<>(training, settings, target.unlabeled(), 1));
    }
}

package io.github.dann4j.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Augmentations;
import io.github.dann4j.data.prepare.StrongAugmentation;
import io.github.dann4j.distribute.Collective;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.evaluate.TargetSignals;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.model.Replicas.BatchNormStatistics;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.toy.LocalWorkers;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.SharedStep;
import io.github.dann4j.train.StepExchange;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workers that divide every batch among them train the same network as one worker with the whole batches. The networks
 * have no dropout, because the units that a worker drops depend on its rank.
 */
class SharedTrainingTest {
    private static final int CLASSES = 3;
    private static final int STEPS = 100;
    /** Steps of a deeper network, whose rounding errors grow from 5e-7 after 3 steps to 6e-5 after 25. */
    private static final int FEW = 8;

    private static final int BATCH = 64;
    private static final Augmentations AUGMENTATIONS =
            new Augmentations(new Augmentation(1.2, 10, 0.1, 1.2, 0.1), StrongAugmentation.DEFAULT);

    private ToyImages source;
    private ToyImages target;

    @BeforeEach
    void open() {
        source = ToyImages.noise(230, CLASSES, 0, 1); // neither size is a multiple of the batch
        target = ToyImages.noise(171, CLASSES, 50, 2);
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    private static NetworkSpec net(Statistics statistics, boolean withBatchNorm) {
        return new NetworkSpec(
                "shared",
                ToyImages.SIDE,
                1,
                layers(
                        withBatchNorm,
                        new Layer.Convolution(6, 3, 0),
                        new Layer.BatchNorm(),
                        new Layer.MaxPool(2, 2),
                        new Layer.Relu(),
                        new Layer.Flatten()),
                layers(
                        withBatchNorm,
                        new Layer.Linear(12),
                        new Layer.BatchNorm(),
                        new Layer.Relu(),
                        new Layer.Linear(CLASSES)),
                layers(
                        withBatchNorm,
                        new Layer.BatchNorm(),
                        new Layer.Linear(8),
                        new Layer.BatchNorm(),
                        new Layer.Relu(),
                        new Layer.Linear(1)),
                0,
                statistics);
    }

    /** Batch norm in both paths of a residual layer, and an identity. */
    private static NetworkSpec residual() {
        NetworkSpec plain = net(Statistics.PER_DOMAIN, true);
        return new NetworkSpec(
                "shared-residual",
                plain.input(),
                List.of(
                        new Layer.Convolution(6, 3, 1),
                        new Layer.BatchNorm(),
                        new Layer.Residual(
                                List.of(
                                        new Layer.Convolution(8, 3, 1, 2),
                                        new Layer.BatchNorm(),
                                        new Layer.Relu(),
                                        new Layer.Convolution(8, 3, 1),
                                        new Layer.BatchNorm()),
                                List.of(new Layer.Convolution(8, 1, 0, 2), new Layer.BatchNorm())),
                        new Layer.Relu(),
                        new Layer.Residual(List.of(new Layer.Convolution(8, 3, 1), new Layer.BatchNorm()), List.of()),
                        new Layer.Relu(),
                        new Layer.GlobalAveragePool()),
                plain.heads(),
                0,
                Statistics.PER_DOMAIN);
    }

    private static List<Layer> layers(boolean withBatchNorm, Layer... all) {
        return Stream.of(all)
                .filter(layer -> withBatchNorm || !(layer instanceof Layer.BatchNorm))
                .toList();
    }

    /** The result of one worker. */
    private record Outcome(
            Map<String, List<Float>> state,
            List<Terms> losses,
            int[][] confusion,
            double domainAccuracy,
            TargetSignals signals,
            StepExchange exchange) {}

    private Outcome train(
            NetworkSpec net, Passes passes, Collective workers, BatchNormStatistics batchNorm, int steps) {
        TrainingSettings settings =
                new TrainingSettings(steps, BATCH, new LearningRate.Constant(0.02), ToyRuns.SGD, Precision.FP32);
        try (Network network = new Network(net, 5, new Replicas(workers, batchNorm));
                Dann dann = ToyRuns.dann(network, settings, 0.5, passes)) {
            BatchPairSampler pairs = new BatchPairSampler(
                    source.labeled(), target.unlabeled(), BATCH, AUGMENTATIONS, 7, workers.share());
            List<Terms> losses = new ArrayList<>();
            SharedStep step = new SharedStep(dann, workers, BATCH);
            TrainingLoop.run(step, pairs, steps, 9, (context, loss) -> losses.add(loss));
            dann.finish(source.labeled(), target.unlabeled(), 11);
            Evaluator evaluator = new Evaluator(network, Precision.FP32);
            return new Outcome(
                    ToyNets.values(network.state()),
                    losses,
                    evaluator.evaluate(target.labeled(), Domain.TARGET).confusion(),
                    evaluator.domainAccuracy(source.unlabeled(), target.unlabeled()),
                    evaluator.signals(
                            target.unlabeled(), Domain.TARGET, source.labeled().classShares()),
                    step.lastExchange());
        }
    }

    static Stream<Arguments> nets() {
        return Stream.of(
                Arguments.of("without batch norm", net(Statistics.SHARED, false), Passes.SEPARATE, 2, STEPS),
                Arguments.of("without batch norm, three", net(Statistics.SHARED, false), Passes.JOINT, 3, STEPS),
                Arguments.of("batch norm of each domain", net(Statistics.PER_DOMAIN, true), Passes.SEPARATE, 2, STEPS),
                Arguments.of(
                        "batch norm of each domain, three",
                        net(Statistics.PER_DOMAIN, true),
                        Passes.SEPARATE,
                        3,
                        STEPS),
                Arguments.of("residual layers", residual(), Passes.SEPARATE, 2, FEW),
                Arguments.of("batch norm of both domains", net(Statistics.SHARED, true), Passes.JOINT, 2, STEPS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void workers_trainWhatOneAloneTrains(String name, NetworkSpec net, Passes passes, int count, int steps)
            throws Exception {
        Outcome alone = train(net, passes, Collective.ALONE, BatchNormStatistics.SYNCHRONISED, steps);

        List<Outcome> together =
                LocalWorkers.run(count, group -> train(net, passes, group, BatchNormStatistics.SYNCHRONISED, steps));

        double worst = 0;
        for (String tensor : alone.state().keySet()) {
            worst = Math.max(
                    worst,
                    difference(
                            alone.state().get(tensor), together.get(0).state().get(tensor)));
        }
        // Rounding: measured, 1e-6 of the value. The gradient of a bias that is used only before another batch norm is
        // pure
        // rounding error.
        assertThat(worst).as("largest difference of a parameter or statistic").isLessThan(1e-5);
        for (int step = 0; step < steps; step++) {
            Terms one = alone.losses().get(step);
            Terms several = together.get(0).losses().get(step);
            assertThat(several.get(Term.LABEL_LOSS)).isCloseTo(one.get(Term.LABEL_LOSS), within(1e-4));
            assertThat(several.get(Term.DOMAIN_LOSS)).isCloseTo(one.get(Term.DOMAIN_LOSS), within(1e-4));
            assertThat(several.get(Term.LABEL_GRADIENT)).isCloseTo(one.get(Term.LABEL_GRADIENT), within(1e-4));
            assertThat(several.get(Term.DOMAIN_GRADIENT)).isCloseTo(one.get(Term.DOMAIN_GRADIENT), within(1e-4));
        }
        assertThat(together.get(0).confusion()).isDeepEqualTo(alone.confusion());
        assertThat(together.get(0).signals().entropy())
                .isCloseTo(alone.signals().entropy(), within(1e-4));
        for (Outcome other : together) {
            assertThat(other.state())
                    .as("bit-identical on all ranks")
                    .isEqualTo(together.get(0).state());
            assertThat(other.losses()).isEqualTo(together.get(0).losses());
            assertThat(other.confusion()).isDeepEqualTo(together.get(0).confusion());
            assertThat(other.domainAccuracy()).isEqualTo(together.get(0).domainAccuracy());
            assertThat(other.signals()).isEqualTo(together.get(0).signals());
            assertThat(other.exchange().bytes()).isPositive();
        }
    }

    /** Returns the largest difference of two values, relative for values above 1. */
    private static double difference(List<Float> one, List<Float> other) {
        double most = 0;
        for (int i = 0; i < one.size(); i++) {
            most = Math.max(most, Math.abs(one.get(i) - other.get(i)) / Math.max(1, Math.abs(one.get(i))));
        }
        return most;
    }

    /** Without the exchange of statistics the training differs, as documented, but all ranks stay equal. */
    @Test
    void batchNormPerWorker_trainsAnotherNetwork_alikeOnAllRanks() throws Exception {
        NetworkSpec net = net(Statistics.SHARED, true);
        Outcome alone = train(net, Passes.JOINT, Collective.ALONE, BatchNormStatistics.PER_WORKER, STEPS);

        List<Outcome> together =
                LocalWorkers.run(2, group -> train(net, Passes.JOINT, group, BatchNormStatistics.PER_WORKER, STEPS));

        assertThat(together.get(1).state()).isEqualTo(together.get(0).state());
        assertThat(difference(
                        alone.state().get("features.0.weight"),
                        together.get(0).state().get("features.0.weight")))
                .isGreaterThan(1e-3);
    }

    /** One interrupted worker stops all workers after the same step. */
    @Test
    void interruptOfOne_stopsAllBehindTheSameUpdate() throws Exception {
        List<String> ends = LocalWorkers.run(2, group -> {
            NetworkSpec net = net(Statistics.SHARED, false);
            TrainingSettings settings =
                    new TrainingSettings(STEPS, BATCH, new LearningRate.Constant(0.02), ToyRuns.SGD, Precision.FP32);
            try (Network network = new Network(net, 5, new Replicas(group, BatchNormStatistics.SYNCHRONISED));
                    Dann dann = ToyRuns.dann(network, settings, 0.5, Passes.JOINT)) {
                BatchPairSampler pairs = new BatchPairSampler(
                        source.labeled(), target.unlabeled(), BATCH, AUGMENTATIONS, 7, group.share());
                SharedStep step = new SharedStep(
                        (pair, context) -> {
                            Terms losses = dann.step(pair, context);
                            if (context.step() == 6 && group.share().part() == 1) {
                                Thread.currentThread().interrupt();
                            }
                            return losses;
                        },
                        group,
                        BATCH);
                TrainingLoop.run(step, pairs, STEPS, 9, (context, loss) -> {});
                return "ran to its end";
            } catch (java.util.concurrent.CancellationException e) {
                return String.valueOf(e.getMessage());
            }
        });

        assertThat(ends).containsOnly("stopped after 7 of 100 steps");
    }
}

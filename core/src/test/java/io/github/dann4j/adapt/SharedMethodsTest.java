package io.github.dann4j.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.adapt.selftraining.MeanTeacher;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Augmentations;
import io.github.dann4j.data.prepare.StrongAugmentation;
import io.github.dann4j.distribute.Collective;
import io.github.dann4j.engine.Precision;
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
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.SharedStep;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several workers train every method, and all of them have the same network afterwards. */
class SharedMethodsTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final int STEPS = 4;
    private static final int BATCH = 12;
    private static final NetworkSpec NET = new NetworkSpec(
            "shared",
            ToyImages.SIDE,
            1,
            List.of(
                    new Layer.Convolution(4, 3, 0),
                    new Layer.BatchNorm(),
                    new Layer.MaxPool(2, 2),
                    new Layer.Relu(),
                    new Layer.Flatten()),
            List.of(new Layer.Linear(8), new Layer.BatchNorm(), new Layer.Relu(), new Layer.Linear(CLASSES)),
            List.of(new Layer.Linear(8), new Layer.Relu(), new Layer.Linear(1)),
            0,
            Statistics.PER_DOMAIN);

    SharedMethodsTest() {
        super(CLASSES);
    }

    /** The state of one worker, and the terms of its steps. */
    private record Outcome(Map<String, List<Float>> state, List<Terms> told) {}

    static List<MethodType<?>> methods() {
        return Methods.all();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void workers_endWithTheSameNetwork(MethodType<?> type) throws Exception {
        List<Outcome> outcomes = LocalWorkers.run(2, group -> train(type, group));

        assertThat(outcomes.get(1).state()).isEqualTo(outcomes.get(0).state());
        assertThat(outcomes.get(1).told())
                .hasSize(STEPS)
                .isEqualTo(outcomes.get(0).told());
        outcomes.get(0)
                .told()
                .forEach(told -> told.forEach(
                        (term, value) -> assertThat(value).as(term.name()).isFinite()));
    }

    private Outcome train(MethodType<?> type, Collective workers) {
        TrainingSettings training =
                new TrainingSettings(STEPS, BATCH, new LearningRate.Constant(0.02), ToyRuns.ADAM, Precision.FP32);
        Replicas replicas = new Replicas(workers, BatchNormStatistics.SYNCHRONISED);
        Augmentations augmentations = new Augmentations(Augmentation.NONE, StrongAugmentation.DEFAULT);
        try (Network network = new Network(type.network(NET), 5, replicas);
                AdaptationMethod method =
                        type.on(network, new MethodSetup<>(training, settings(type), target.unlabeled(), 1))) {
            method.begin();
            BatchPairSampler pairs = new BatchPairSampler(
                    source.labeled(), target.unlabeled(), BATCH, augmentations, 7, workers.share());
            List<Terms> told = new ArrayList<>();
            SharedStep step = new SharedStep(method, workers, BATCH);
            TrainingLoop.run(step, pairs, STEPS, 9, (context, terms) -> told.add(terms));
            try (PointerScope scope = new PointerScope()) {
                return new Outcome(ToyNets.values(method.learner().state()), told);
            }
        }
    }

    private static Record settings(MethodType<?> type) {
        if (type == Dann.TYPE) {
            return new DannSettings(LambdaSchedule.paper(), DannSettings.Passes.SEPARATE);
        }
        return type == MeanTeacher.TYPE ? new MeanTeacher.Settings(3, 0.9, 0.99, 0, true, true) : type.defaults();
    }
}

package io.github.dann4j.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.Evaluation;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/method.md. */
class MethodGuideTest {
    private static final ImageSize SIZE = new ImageSize(Stripes.SIDE, Stripes.SIDE);
    private static final List<String> CLASSES = List.of("upright", "level", "slanting");
    private static final NetworkSpec NETWORK = new NetworkSpec(
            "mine",
            Stripes.SIDE,
            1,
            List.of(
                    new Layer.Convolution(16, 5, 2),
                    new Layer.BatchNorm(),
                    new Layer.Relu(),
                    new Layer.MaxPool(2, 2),
                    new Layer.Convolution(32, 3, 1),
                    new Layer.Relu(),
                    new Layer.GlobalAveragePool()),
            List.of(new Layer.Linear(3)),
            List.of(new Layer.Linear(1)),
            0,
            Statistics.PER_DOMAIN);

    @Test
    void ownMethod_trainsAndIsTested() {
        Normalisation plain = new Normalisation(List.of(0.5), List.of(0.5));
        try (ImageSet sourceSet = ImageSet.labeled(
                        "dark on light",
                        Split.TRAIN,
                        Stripes.pixels(600, false, 1),
                        SIZE,
                        1,
                        Stripes.labels(600),
                        CLASSES);
                ImageSet targetSet = ImageSet.labeled(
                        "light on dark",
                        Split.TEST,
                        Stripes.pixels(600, true, 2),
                        SIZE,
                        1,
                        Stripes.labels(600),
                        CLASSES);
                LabeledExamples source = new LabeledExamples(sourceSet, plain);
                LabeledExamples target = new LabeledExamples(targetSet, plain)) {
            assertThat(run(source, target.unlabeled(), target).accuracy()).isGreaterThan(0.9);
        }
    }

    /** Every test of all methods finds it too. */
    @Test
    void ownMethod_isFoundByItsName() {
        assertThat(Methods.of("mean-matching")).isSameAs(MeanMatching.TYPE);
        assertThat(Methods.all()).endsWith(MeanMatching.TYPE);
    }

    private static Evaluation run(LabeledExamples source, UnlabeledExamples target, LabeledExamples test) {
        // guide:begin run
        TrainingSettings settings = new TrainingSettings(
                150, 32, new LearningRate.Constant(2e-3), new OptimizerSettings.Adam(0.9, 0.999, 0), Precision.FP32);
        BatchPairSampler pairs = new BatchPairSampler(source, target, settings.batchSize(), 0);
        try (Network network = new Network(NETWORK, 0);
                MeanMatching method = new MeanMatching(network, settings, MeanMatching.TYPE.defaults())) {
            TrainingLoop.run(method, pairs, settings.steps(), 0, (context, losses) -> {});
            method.finish(source, target, 0);
            return new Evaluator(network, settings.precision()).evaluate(test, method.targetStatistics());
        }
        // guide:end
    }
}

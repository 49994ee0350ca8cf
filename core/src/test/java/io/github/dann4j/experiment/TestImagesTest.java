package io.github.dann4j.experiment;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.evaluate.Evaluation;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.validate.Outputs;
import io.github.dann4j.validate.Validators;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The protocol: no test image and no target label influences a training. Two trainings whose data differ only in these
 * must give the same weights, losses, signals and class shares, to the last bit.
 *
 * <p>Only the points of the learning curves read test images before the final test. Each of the 20 points, with or
 * without a listener, has the accuracies on 500 images of either test set, and a listener may ask for features of test
 * images. These numbers are reported and stored. This test shows that they neither train, choose nor stop anything.
 */
class TestImagesTest {
    static {
        Threads.use(1);
    }

    private static final int CLASSES = 2;
    private static final int STEPS = 40; // two steps for each point of the curves
    private static final int BATCH = 8;
    private static final long SEED = 3;
    private static final ImageSize SIZE = new ImageSize(ToyImages.SIDE, ToyImages.SIDE);

    /**
     * Uses everything that training examples influence: measured scaling, augmentation, batch norm, dropout, class
     * shares.
     */
    private static final Recipe RECIPE = new Recipe(
            ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0),
            Resize.BILINEAR,
            Scaling.MEAN_SD,
            new Augmentation(1.2, 10, 0.1, 1, 0),
            1_000,
            STEPS,
            BATCH,
            new LearningRate.Cosine(2e-2, 0),
            new OptimizerSettings.Adam(0.5, 0.999, 0),
            Map.of("dann", new DannSettings(new LambdaSchedule(10, 1), Passes.SEPARATE, 0.4, true)));

    /** The result of a training: all parameters and statistics, all losses, the normalisation and the record. */
    private record Outcome(
            Map<String, List<Float>> state, List<Terms> losses, Normalisation normalisation, RunRecord record) {}

    /** The four splits of a pair; a test exchanges one or two of them. */
    private static final class Sets {
        private final ImageSet sourceTrain = noise(Split.TRAIN, 60, 0, 0.5, 1);
        private final ImageSet targetTrain;
        private final ImageSet sourceTest;
        private final ImageSet targetTest;

        Sets(boolean trueTargetLabels, boolean otherTests) {
            targetTrain = trueTargetLabels
                    ? noise(Split.TRAIN, 64, 25, 0.3, 2)
                    : relabelled(noise(Split.TRAIN, 64, 25, 0.3, 2), 0.5);
            sourceTest = relabelled(noise(Split.TEST, 120, otherTests ? 130 : 0, otherTests ? 0.9 : 0.5, 3), 0.25);
            targetTest = relabelled(noise(Split.TEST, 130, otherTests ? 0 : 25, otherTests ? 0.9 : 0.3, 4), 0.4);
        }

        DomainPair pair() {
            return new DomainPair(sourceTrain, sourceTest, targetTrain, targetTest, RECIPE);
        }
    }

    /** Noise around a brightness that depends on the class and, by {@code shift}, the domain; with a share of ones. */
    private static ImageSet noise(Split split, int count, int shift, double ones, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] labels =
                IntStream.range(0, count).map(i -> i < ones * count ? 1 : 0).toArray();
        byte[] pixels = new byte[count * ToyImages.PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.min(255, shift + 40 * labels[i / ToyImages.PIXELS] + random.nextInt(120));
        }
        return ImageSet.labeled("toy", split, pixels, SIZE, 1, labels, List.of("0", "1"));
    }

    /** The same images with a share of wrong labels: a test that no network passes, or a target with random labels. */
    private static ImageSet relabelled(ImageSet set, double wrong) {
        SplittableRandom random = new SplittableRandom(9);
        int[] labels = IntStream.range(0, set.size())
                .map(i -> (int) set.labels().get(i).item_long() ^ (random.nextDouble() < wrong ? 1 : 0))
                .toArray();
        return ImageSet.labeled("toy", set.split(), set.images(), labels, set.classNames());
    }

    private static Outcome train(MethodType<?> method, Sets sets, ExperimentListener listener) {
        List<Terms> losses = new ArrayList<>();
        ExperimentListener told = ExperimentListener.both(
                new ExperimentListener() {
                    @Override
                    public void updated(StepContext context, Terms step, long images) {
                        losses.add(step);
                    }
                },
                listener);
        try (DomainPair pair = sets.pair();
                TrainedRun run = new Experiment(pair, RECIPE, Precision.FP32, told).train(method, SEED)) {
            return new Outcome(values(run.network().state()), losses, pair.normalisation(), run.record());
        }
    }

    private static void assertTrainedAlike(Outcome one, Outcome other) {
        assertThat(one.normalisation()).isEqualTo(other.normalisation());
        assertThat(one.losses()).hasSize(STEPS).isEqualTo(other.losses());
        assertThat(one.state()).isEqualTo(other.state());
        assertThat(one.record())
                .usingRecursiveComparison()
                .ignoringFields("seconds", "imagesPerSecond") // the clock's
                .ignoringFields("targetAccuracy", "sourceAccuracy", "domainAccuracy", "targetConfusion")
                .ignoringFields("curve.sourceAccuracy", "curve.targetAccuracy")
                .isEqualTo(other.record());
    }

    @ParameterizedTest
    @MethodSource("io.github.dann4j.adapt.registry.Methods#all")
    void otherTestSets_changeTheAccuracies_andNothingElse(MethodType<?> method) {
        Outcome one = train(method, new Sets(true, false), ExperimentListener.SILENT);
        Outcome other = train(method, new Sets(true, true), ExperimentListener.SILENT);

        assertTrainedAlike(one, other);
        assertThat(one.record().targetConfusion())
                .as("the sets do differ")
                .isNotEqualTo(other.record().targetConfusion());
        assertThat(one.record().curve()).isNotEqualTo(other.record().curve());
    }

    /** The values that {@code rank} has for the same model and examples. A method that learns from labels has none. */
    @ParameterizedTest
    @MethodSource("io.github.dann4j.adapt.registry.Methods#all")
    void validators_areThoseOfTheTrainingExamples(MethodType<?> method) {
        Sets sets = new Sets(true, false);
        try (DomainPair pair = sets.pair();
                TrainedRun run =
                        new Experiment(pair, RECIPE, Precision.FP32, ExperimentListener.SILENT).train(method, SEED)) {
            Outputs outputs = new SavedModel(run.network(), run.card(pair))
                    .outputs(sets.sourceTrain, sets.targetTrain, 1000, Precision.FP32);
            Map<String, Double> expected = new LinkedHashMap<>();
            if (method != SourceOnly.ON_TARGET) {
                Validators.fast().forEach(validator -> expected.put(validator.name(), validator.value(outputs)));
            }
            assertThat(run.record().validators()).isEqualTo(expected);
        }
    }

    @Test
    void networkWhoseOutputsAreNotFinite_hasNoValidators() {
        try (DomainPair pair = new Sets(true, false).pair();
                Network network = new Network(RECIPE.network(), SEED)) {
            network.parameters().values().forEach(tensor -> tensor.detach().fill_(new Scalar(Double.NaN)));

            assertThat(TrainingValidators.of(Dann.TYPE, pair, new Evaluator(network, Precision.FP32), Domain.TARGET))
                    .isEmpty();
        }
    }

    /** AdaBN that is measured on the network of source-only. */
    @Test
    void otherTestSets_changeNothingThatAdaBnMeasuresOnSourceOnlysNetwork() {
        assertTrainedAlike(adaBnOfSourceOnly(false), adaBnOfSourceOnly(true));
    }

    private static Outcome adaBnOfSourceOnly(boolean otherTests) {
        try (DomainPair pair = new Sets(true, otherTests).pair()) {
            Experiment experiment = new Experiment(pair, RECIPE, Precision.FP32, ExperimentListener.SILENT);
            try (TrainedRun run = experiment.train(SourceOnly.TYPE, SEED)) {
                RunRecord record = experiment.refine(AdaBn.TYPE, run);
                List<Terms> none = java.util.Collections.nCopies(STEPS, Terms.of(Term.LABEL_LOSS, 0));
                return new Outcome(values(run.network().state()), none, pair.normalisation(), record);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.dann4j.adapt.registry.Methods#all")
    void randomTargetLabels_changeTrainOnTargetAlone(MethodType<?> method) {
        Outcome truth = train(method, new Sets(true, false), ExperimentListener.SILENT);
        Outcome random = train(method, new Sets(false, false), ExperimentListener.SILENT);

        if (method == SourceOnly.ON_TARGET) {
            assertThat(random.state()).isNotEqualTo(truth.state());
        } else {
            assertTrainedAlike(truth, random);
            assertThat(random.record().targetAccuracy())
                    .isEqualTo(truth.record().targetAccuracy());
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.dann4j.adapt.registry.Methods#all")
    void listenerThatLooksAtTestImages_changesNothing(MethodType<?> method) {
        List<float[][]> seen = new ArrayList<>();
        Outcome watched = train(method, new Sets(true, false), new ExperimentListener() {
            @Override
            public void measured(MethodType<?> of, long seed, RunRecord.CurvePoint point, TrainingView view) {
                seen.add(view.features(Domain.SOURCE, 50));
                seen.add(view.features(Domain.TARGET, 50));
            }

            @Override
            public boolean wantsGradients() {
                return true;
            }
        });

        assertThat(seen).hasSize(2 * 20);
        assertTrainedAlike(watched, train(method, new Sets(true, false), ExperimentListener.SILENT));
    }

    /**
     * The final test uses the test sets, not training examples that the network may know by heart. Each domain is
     * normalised by its own statistics if there are such.
     */
    @ParameterizedTest
    @MethodSource("io.github.dann4j.adapt.registry.Methods#all")
    void finalTest_isOfBothWholeTestSets_byTheStatisticsOfTheirDomains(MethodType<?> method) {
        try (DomainPair pair = new Sets(true, false).pair();
                TrainedRun run =
                        new Experiment(pair, RECIPE, Precision.FP32, ExperimentListener.SILENT).train(method, SEED)) {
            boolean adapts = method == AdaBn.TYPE || method.needs().usesTarget();
            Domain own = adapts ? Domain.TARGET : Domain.SOURCE;
            Evaluator evaluator = new Evaluator(run.network(), Precision.FP32);
            LabeledExamples targetTest = pair.labeledTargetTest();
            assertThat(targetTest).isNotNull();
            RunRecord record = run.record();

            Evaluation target = evaluator.evaluate(targetTest, own);
            assertThat(record.targetConfusion()).isDeepEqualTo(target.confusion());
            if (adapts) {
                assertThat(evaluator.evaluate(targetTest, Domain.SOURCE).confusion())
                        .as("by the wrong statistics")
                        .isNotEqualTo(target.confusion());
            }
            assertThat(target.count()).isEqualTo(130);
            assertThat(record.targetAccuracy()).isEqualTo(target.accuracy());
            assertThat(record.sourceAccuracy())
                    .isEqualTo(
                            evaluator.evaluate(pair.sourceTest(), Domain.SOURCE).accuracy())
                    .isNotEqualTo(evaluator
                            .evaluate(pair.sourceTrain(), Domain.SOURCE)
                            .accuracy());
            if (method.tells(Term.DOMAIN_LOSS)) {
                assertThat(record.domainAccuracy())
                        .isEqualTo(evaluator.domainAccuracy(pair.sourceTest().unlabeled(), pair.targetTest()));
            } else {
                assertThat(record.domainAccuracy()).isNull();
            }
        }
    }
}

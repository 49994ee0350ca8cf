package io.github.dann4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Dropout;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Pass;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingStagesTest {
    static {
        Threads.use(1);
    }

    private static final int WARM_UP = 12;
    private static final int BATCH = 16;
    private static final long SEED = 3;
    private static final NetworkSpec NET = new NetworkSpec(
            "little",
            32,
            3,
            List.of(new MaxPool(4, 4), new Flatten(), new Linear(16), new BatchNorm(), new Relu()),
            List.of(new Dropout(0.5), new Linear(10)),
            List.of(new Linear(1)),
            0,
            Statistics.PER_DOMAIN);

    /** What a training reported while it ran. */
    private static final class Told implements ExperimentListener {
        private final List<Terms> losses = new ArrayList<>();
        private final List<Long> images = new ArrayList<>();
        private final List<RunRecord.CurvePoint> points = new ArrayList<>();
        private final Set<String> runs = new HashSet<>();

        @Override
        public void updated(StepContext context, Terms step, long soFar) {
            losses.add(step);
            images.add(soFar);
        }

        @Override
        public void measured(MethodType<?> method, long seed, RunRecord.CurvePoint point) {
            runs.add(String.format(Locale.ROOT, "%s %d", method, seed));
            // just before the losses of its step
            assertThat(point.step()).as("reported at once").isEqualTo(losses.size() + 1);
            points.add(point);
        }
    }

    @Test
    void everyPointOfTheCurve_isToldWhenItIsMeasured() {
        Told told = new Told();
        RunRecord record = train(recipe(3 * WARM_UP, 1 / 3.0, true), Dann.TYPE, told);

        assertThat(told.points).hasSize(20).isEqualTo(record.curve());
        assertThat(told.runs).containsExactly("dann " + SEED);
    }

    @Test
    void theWarmUp_isSourceOnlyTraining_bitForBit() {
        Told dann = new Told();
        Told sourceOnly = new Told();
        train(recipe(3 * WARM_UP, 1 / 3.0, true), Dann.TYPE, dann);
        train(recipe(WARM_UP, 0, false), SourceOnly.TYPE, sourceOnly);

        assertThat(dann.losses.subList(0, WARM_UP)).isEqualTo(sourceOnly.losses);
        assertThat(dann.images.subList(0, WARM_UP)).isEqualTo(sourceOnly.images);
    }

    @Test
    void theAdversary_beginsBehindTheWarmUp_withLambdaAtZero() {
        Told told = new Told();
        train(recipe(3 * WARM_UP, 1 / 3.0, true), Dann.TYPE, told);

        assertThat(told.losses).hasSize(3 * WARM_UP);
        assertThat(told.losses.get(WARM_UP - 1).get(Term.LAMBDA)).isNaN();
        assertThat(told.losses.get(WARM_UP).get(Term.LAMBDA)).isZero();
        assertThat(told.losses.get(3 * WARM_UP - 1).get(Term.LAMBDA)).isGreaterThan(0.99);
        assertThat(told.images.get(3 * WARM_UP - 1)).isEqualTo((long) BATCH * WARM_UP + 2L * BATCH * 2 * WARM_UP);
    }

    @Test
    void theEstimateOfClassShares_isRecorded_whereOneIsAskedFor() {
        ClassShareEstimate shares =
                train(recipe(3 * WARM_UP, 1 / 3.0, true), Dann.TYPE, new Told()).shares();

        assertThat(shares).isNotNull();
        assertThat(shares.agreement()).isBetween(0.0, 1.0);
        assertThat(Arrays.stream(shares.shares()).sum()).isCloseTo(1, within(1e-9));
        assertThat(train(recipe(3 * WARM_UP, 1 / 3.0, false), Dann.TYPE, new Told())
                        .shares())
                .isNull();
        assertThat(train(recipe(3 * WARM_UP, 1 / 3.0, true), SourceOnly.TYPE, new Told())
                        .shares())
                .isNull();
    }

    @Test
    void theSameSeed_givesTheSameNumbers() {
        Recipe recipe = recipe(3 * WARM_UP, 1 / 3.0, true);
        Told first = new Told();
        Told second = new Told();
        assertThat(train(recipe, Dann.TYPE, first).targetConfusion())
                .isDeepEqualTo(train(recipe, Dann.TYPE, second).targetConfusion());
        assertThat(first.losses).isEqualTo(second.losses);
    }

    @Test
    void resamplingWithoutStatisticsOfBothDomains_isRefused() {
        Recipe fine = recipe(30, 0.2, true);
        NetworkSpec shared = new NetworkSpec(
                "mixed", 32, 3, NET.features(), NET.labelHead(), NET.domainHead(), 0, Statistics.SHARED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Recipe(
                        shared,
                        fine.resize(),
                        fine.scaling(),
                        fine.augmentation(),
                        0,
                        30,
                        BATCH,
                        fine.learningRate(),
                        fine.optimizer(),
                        fine.methods()))
                .withMessageContaining("mixed")
                .withMessageContaining("PER_DOMAIN");
    }

    /** Matches mean features, so it uses the target without a domain classifier. */
    private static final class MeanMatching implements AdaptationMethod {
        private final Learner learner;

        MeanMatching(Network network, Recipe recipe) {
            learner = new Learner(network, recipe.training(Precision.FP32), network.classifierParameters());
        }

        @Override
        public Terms step(BatchPair pair, StepContext context) {
            Network network = learner.network();
            Pass pass = Pass.train(Domain.SOURCE);
            Tensor source = network.features(pair.source().inputs(), pass);
            Tensor target = network.features(pair.target().inputs(), Pass.train(Domain.TARGET));
            Tensor labelLoss = torch.cross_entropy_loss(
                    network.labels(source, pass), pair.source().labels());
            learner.update(
                    labelLoss.add(source.mean(0).sub(target.mean(0)).square().sum()), context);
            return Terms.of(Term.LABEL_LOSS, labelLoss);
        }

        @Override
        public void finish(LabeledExamples source, UnlabeledExamples target, long seed) {}

        @Override
        public Learner learner() {
            return learner;
        }
    }

    @Test
    void aMethodThatUsesTheTargetWithoutADomainClassifier_isCountedWithBothDomains_behindItsWarmUp() {
        Recipe recipe = recipe(3 * WARM_UP, 1 / 3.0, false);
        Told told = new Told();
        double imagesPerSecond;
        try (DomainPair pair = new DomainPair(
                        "printed", "textured", recipe, new DataLocation(List.of()), new GeneratedSize(200, 60, 0));
                Network network = new Network(NET, 1);
                MeanMatching method = new MeanMatching(network, recipe)) {
            TrainingStages course = new TrainingStages(
                    new Experiment(pair, recipe, Precision.FP32, told),
                    Dann.TYPE,
                    recipe,
                    pair.sourceTrain(),
                    SEED,
                    List.of(),
                    method);
            course.run(null);
            imagesPerSecond = course.figures().imagesPerSecond();
        }

        assertThat(told.images.get(WARM_UP - 1)).isEqualTo((long) BATCH * WARM_UP);
        assertThat(told.images.get(WARM_UP) - told.images.get(WARM_UP - 1)).isEqualTo(2 * BATCH);
        assertThat(told.images.get(3 * WARM_UP - 1)).isEqualTo(recipe.images(Dann.TYPE));
        assertThat(imagesPerSecond).isPositive();
    }

    @ParameterizedTest
    @MethodSource("io.github.dann4j.adapt.registry.Methods#all")
    void imagesOfATraining_areThoseThatTheMethodSaysItUses(MethodType<?> name) {
        Recipe recipe = recipe(3 * WARM_UP, 1 / 3.0, true);
        try (DomainPair pair = new DomainPair(
                        "printed", "textured", recipe, new DataLocation(List.of()), new GeneratedSize(200, 60, 0));
                Network network = new Network(name.network(NET), 1);
                AdaptationMethod method = name.on(
                        network,
                        new MethodSetup<>(
                                recipe.training(Precision.FP32), recipe.settings(name), pair.targetTrain(), SEED))) {
            assertThat(name.needs()).isEqualTo(method.needs());
        }
        Told told = new Told();
        train(recipe, name, told);
        assertThat(told.images.get(3 * WARM_UP - 1)).isEqualTo(recipe.images(name));
    }

    /**
     * Source-only training comes first, on the unchanged source; then batches of 20 have each of the ten classes twice.
     */
    @Test
    void aMethodThatNeedsABalancedSourceAndStrongViews_getsThem_behindTheWarmUp() {
        Told told = new Told();
        Told sourceOnly = new Told();
        Recipe recipe = recipe(16, 0, false).withBatchSize(20);
        train(recipe, Balanced.TYPE, told);
        train(recipe(4, 0, false).withBatchSize(20), SourceOnly.TYPE, sourceOnly);

        assertThat(told.losses.subList(0, 4)).isEqualTo(sourceOnly.losses);
        assertThat(told.losses.subList(4, 16)).hasSize(12).allSatisfy(step -> {
            assertThat(step.get(Balanced.UNEVEN)).isZero();
            assertThat(step.get(Balanced.APART)).isGreaterThan(0.05);
        });
        assertThat(told.images.get(15)).isEqualTo(20L * (4 + 12 * 3)).isEqualTo(recipe.images(Balanced.TYPE));
    }

    /** Learns the source alone, and reports by how much the classes of a batch differ between the domains. */
    private static final class Aligned implements AdaptationMethod {
        /** Images of a batch that would have to change their class, so that both domains have the same ones. */
        static final Term DIFFERENT = Term.loss("different", "different");

        static final MethodType<Settings> TYPE = MethodType.of(
                        "aligned",
                        "Aligned",
                        "a test",
                        new Settings(),
                        BatchNeeds.BOTH,
                        List.of(Term.LABEL_LOSS, DIFFERENT),
                        Aligned::new)
                .withStages(settings -> new Stages(0.25, false, true));

        record Settings() {}

        private final Learner learner;
        private final Tensor targetClasses;

        Aligned(Network network, MethodSetup<Settings> setup) {
            learner = new Learner(network, setup.training(), network.classifierParameters());
            targetClasses =
                    learner.memory("targetClasses", new long[setup.target().size()]);
        }

        @Override
        public Terms step(BatchPair pair, StepContext context) {
            Network network = learner.network();
            Pass pass = Pass.train(Domain.SOURCE);
            Tensor labelLoss = torch.cross_entropy_loss(
                    network.labels(network.features(pair.source().inputs(), pass), pass),
                    pair.source().labels());
            learner.update(labelLoss, context);
            long[] predicted = Tensors.longs(targetClasses);
            int[] more = new int[10];
            for (long label : Tensors.longs(pair.source().labels())) {
                more[(int) label]++;
            }
            for (long index : pair.target().indices()) {
                more[(int) predicted[(int) index]]--;
            }
            return Terms.of(Term.LABEL_LOSS, labelLoss)
                    .and(DIFFERENT, Arrays.stream(more).map(Math::abs).sum() / 2);
        }

        @Override
        public Learner learner() {
            return learner;
        }
    }

    @Test
    void alignedClasses_areTheSameInBothDomainsOfEachBatch_afterTheWarmUp() {
        Told told = new Told();
        Told sourceOnly = new Told();
        train(recipe(32, 0, false), Aligned.TYPE, told);
        train(recipe(8, 0, false), SourceOnly.TYPE, sourceOnly);

        assertThat(told.losses.subList(0, 8)).isEqualTo(sourceOnly.losses);
        assertThat(told.losses.subList(8, 32))
                .hasSize(24)
                .allSatisfy(step -> assertThat(step.get(Aligned.DIFFERENT)).isZero());
    }

    @Test
    void alignedClasses_andASourceByEstimatedShares_excludeEachOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Stages(0.2, true, true))
                .withMessageContaining("resample and alignClasses exclude each other");
    }

    @Test
    void aBalancedSource_andOneByEstimatedShares_excludeEachOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Balanced.TYPE.stages(new Balanced.Settings(true)))
                .withMessage(
                        "balanced: resample draws the source by the target's class shares, but the method needs balanced classes; set balanced.resample=false");
    }

    private static RunRecord train(Recipe recipe, MethodType<?> method, ExperimentListener listener) {
        try (DomainPair pair = new DomainPair(
                        "printed", "textured", recipe, new DataLocation(List.of()), new GeneratedSize(200, 60, 0));
                TrainedRun run = new Experiment(pair, recipe, Precision.FP32, listener).train(method, SEED)) {
            return run.record();
        }
    }

    private static Recipe recipe(int steps, double warmUp, boolean resample) {
        return new Recipe(
                NET,
                Resize.PAD_IF_CLOSE,
                Scaling.PLUS_MINUS_ONE,
                Augmentation.NONE,
                0,
                steps,
                BATCH,
                new LearningRate.Cosine(2e-3, 0),
                new OptimizerSettings.Adam(0.5, 0.999, 0),
                Map.of("dann", new DannSettings(new LambdaSchedule(10, 1), Passes.SEPARATE, warmUp, resample)));
    }
}

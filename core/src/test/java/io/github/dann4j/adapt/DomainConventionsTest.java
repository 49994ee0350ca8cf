package io.github.dann4j.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.LabeledBatch;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Dropout;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Pass;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.GradientProbe;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.StepClock;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conventions of domain logits: source is d = 0, target is d = 1, and a positive logit means target. */
class DomainConventionsTest {
    private static final int CLASSES = 2;

    private static final NetworkSpec DROPPING = new NetworkSpec(
            "dropping",
            ToyImages.SIDE,
            1,
            List.of(new Flatten(), new Dropout(0.5)),
            List.of(new Linear(CLASSES)),
            List.of(new Linear(1)),
            0,
            Statistics.SHARED);

    /** Without a reversed gradient the domain classifier has an easy task: dark images against bright ones. */
    @ParameterizedTest
    @EnumSource
    void trainedDomainClassifier_isPositiveOnTheTarget_andNegativeOnTheSource(Passes passes) {
        TrainingSettings settings = ToyRuns.settings(100, ToyRuns.SGD, Precision.FP32);
        try (ToyImages source = images(30, 20, 1);
                ToyImages target = images(42, 180, 2);
                Network network = new Network(ToyNets.pixels(CLASSES), 5);
                Dann dann = ToyRuns.dann(network, settings, 0, passes)) {
            ToyRuns.run(dann, source, target, settings, 4);

            for (float logit : logits(network, source.unlabeled(), Domain.SOURCE)) {
                assertThat(logit).as("source").isNegative();
            }
            for (float logit : logits(network, target.unlabeled(), Domain.TARGET)) {
                assertThat(logit).as("target").isPositive();
            }
            assertThat(new Evaluator(network, Precision.FP32).domainAccuracy(source.unlabeled(), target.unlabeled()))
                    .isGreaterThan(0.9);
        }
    }

    /**
     * The images of each domain lie between both means; with the wrong statistics, each domain would look like the
     * other.
     */
    @Test
    void domainAccuracy_judgesEachDomainByItsOwnStatistics() {
        NetworkSpec spec = new NetworkSpec(
                "norm",
                ToyImages.SIDE,
                1,
                List.of(new Flatten(), new BatchNorm()),
                List.of(new Linear(CLASSES)),
                List.of(new Linear(1)),
                0,
                Statistics.PER_DOMAIN);
        float[] one = new float[ToyImages.PIXELS];
        one[0] = 1;
        float[] above = new float[ToyImages.PIXELS];
        float[] below = new float[ToyImages.PIXELS];
        above[0] = 5;
        below[0] = -5;
        try (ToyImages source = ToyImages.noise(10, CLASSES, 0, 1);
                ToyImages target = ToyImages.noise(12, CLASSES, 0, 2);
                Network network = new Network(spec, 0)) {
            ToyNets.set(network, "domains.0.weight", one);
            ToyNets.set(network, "domains.0.bias", 0);
            ToyNets.set(network, "features.1.running_mean.source", above);
            ToyNets.set(network, "features.1.running_mean.target", below);

            assertThat(new Evaluator(network, Precision.FP32).domainAccuracy(source.unlabeled(), target.unlabeled()))
                    .isEqualTo(1);
        }
    }

    /**
     * Both domains are the same image, and the domain classifier starts at 0, where its gradient is half the difference
     * of the mean features. If both passes dropped the same units, it would be exactly 0.
     */
    @ParameterizedTest
    @EnumSource
    void bothPassesOfAStep_dropOtherUnits(Passes passes) {
        TrainingSettings settings = ToyRuns.settings(1, ToyRuns.SGD, Precision.FP32);
        try (ToyImages images = ToyImages.of(16, CLASSES, 0, (pixels, label, random) -> pixels[3] = 255);
                Network network = new Network(DROPPING, 5);
                Dann dann = ToyRuns.dann(network, settings, 1, passes)) {
            ToyNets.set(network, "domains.0.weight", new float[ToyImages.PIXELS]);
            ToyNets.set(network, "domains.0.bias", 0);
            ToyRuns.run(dann, images, images, settings, 4);

            int moved = 0;
            for (float weight : ToyNets.values(network.domainParameters()).get("domains.0.weight")) {
                moved += weight != 0 ? 1 : 0;
            }
            assertThat(moved).isGreaterThan(ToyImages.PIXELS / 2);
        }
    }

    /**
     * The source images are all zeros and give the domain classifier no gradient, however many units are dropped of
     * however many images.
     */
    @Test
    void whatTheTargetsPassDrops_doesNotDependOnTheSourcesPass() {
        assertThat(domainWeights(20)).isEqualTo(domainWeights(8));
    }

    private static List<Float> domainWeights(int sources) {
        TrainingSettings settings = ToyRuns.settings(1, ToyRuns.SGD, Precision.FP32);
        try (ToyImages images = ToyImages.noise(8, CLASSES, 0, 1);
                Network network = new Network(DROPPING, 5);
                Dann dann = ToyRuns.dann(network, settings, 0, Passes.SEPARATE);
                PointerScope scope = new PointerScope()) {
            BatchPair pair = new BatchPair(
                    List.of(new LabeledBatch(
                            Tensors.ofFloats(
                                    new float[sources * ToyImages.PIXELS], sources, 1, ToyImages.SIDE, ToyImages.SIDE),
                            Tensors.ofLongs(new long[sources], sources))),
                    List.of(images.unlabeled().range(0, 8)));
            dann.step(pair, new StepContext(0, 1, 1, Phase.whole(1), StepClock.NONE, GradientProbe.NONE));
            return ToyNets.values(network.domainParameters()).get("domains.0.weight");
        }
    }

    private static ToyImages images(int count, int brightness, long seed) {
        return ToyImages.of(count, CLASSES, seed, (pixels, label, random) -> {
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = brightness + (p == label ? 50 : 0) + random.nextInt(20);
            }
        });
    }

    private static float[] logits(Network network, UnlabeledExamples images, Domain domain) {
        try (PointerScope scope = new PointerScope()) {
            Pass pass = Pass.evaluate(domain);
            return Tensors.floats(network.domains(
                    network.features(images.range(0, images.size()).inputs(), pass), pass));
        }
    }
}

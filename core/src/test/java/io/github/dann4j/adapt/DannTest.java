package io.github.dann4j.adapt;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.FeatureGradients;
import io.github.dann4j.train.GradientProbe;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.StepClock;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingException;
import io.github.dann4j.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DannTest extends TwoDomains {
    private static final int CLASSES = 2;

    private Terms lastLosses = Terms.of(Term.LABEL_LOSS, 0);
    private final List<FeatureGradients> lastGradients = new ArrayList<>();
    private boolean wanted = true;

    DannTest() {
        super(CLASSES);
    }

    @Test
    void jointPassWithStatisticsOfEachDomainsOwn_isRefused() {
        TrainingSettings settings = ToyRuns.settings(1, ToyRuns.SGD, Precision.FP32);
        try (Network network = new Network(ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0), 0)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToyRuns.dann(network, settings, 1, Passes.JOINT))
                    .withMessageContaining("PER_DOMAIN")
                    .withMessageContaining("use SHARED or separate passes");
        }
    }

    /**
     * In one update by plain gradient descent, Δθ_f = −μ (∂L_y/∂θ_f − λ ∂L_d/∂θ_f), and Δθ_y and Δθ_d do not depend on
     * λ.
     */
    @ParameterizedTest
    @EnumSource
    void update_followsTheFormulaInLambda(Passes passes) {
        Map<String, List<Float>> none = afterOneStep(0, passes);
        Map<String, List<Float>> one = afterOneStep(1, passes);
        Map<String, List<Float>> three = afterOneStep(3, passes);

        assertThat(none.get("features.1.weight")).isNotEqualTo(one.get("features.1.weight"));
        none.forEach((name, values) -> {
            for (int i = 0; i < values.size(); i++) {
                double first = one.get(name).get(i) - values.get(i);
                double second = three.get(name).get(i) - values.get(i);
                if (name.startsWith("features")) {
                    assertThat(second).as(name).isCloseTo(3 * first, within(1e-6));
                } else {
                    assertThat(second).as(name).isZero();
                    assertThat(first).as(name).isZero();
                }
            }
        });
    }

    /** In a network without batch norm and dropout, the order of the passes makes no difference. */
    @Test
    void jointAndSeparatePasses_areTheSameWithoutBatchNorm() {
        Map<String, List<Float>> joint = afterOneStep(1, Passes.JOINT);
        afterOneStep(1, Passes.SEPARATE).forEach((name, values) -> {
            for (int i = 0; i < values.size(); i++) {
                assertThat(values.get(i)).as(name).isCloseTo(joint.get(name).get(i), within(1e-6f));
            }
        });
    }

    /** The norms are those of each loss alone, however large the gradient of the other one is. */
    @ParameterizedTest
    @EnumSource
    void gradientNormsAtTheFeatures_doNotDependOnLambda(Passes passes) {
        afterOneStep(0, passes);
        Terms none = lastLosses;
        afterOneStep(3, passes);

        assertThat(none.get(Term.LABEL_GRADIENT)).isPositive();
        assertThat(none.get(Term.DOMAIN_GRADIENT)).isPositive();
        assertThat(lastLosses.get(Term.LABEL_GRADIENT)).isCloseTo(none.get(Term.LABEL_GRADIENT), within(1e-6));
        assertThat(lastLosses.get(Term.DOMAIN_GRADIENT)).isCloseTo(none.get(Term.DOMAIN_GRADIENT), within(1e-6));
    }

    /**
     * Below the reversal, the gradient of the domain loss is multiplied by −λ; the reported norms are of the same
     * gradients.
     */
    @ParameterizedTest
    @EnumSource
    void gradientsOnBothSidesOfTheReversal_differByMinusLambda(Passes passes) {
        afterOneStep(3, passes);
        FeatureGradients gradients = lastGradients.get(0);

        assertThat(lastGradients).hasSize(1);
        float[] label = gradients.label();
        for (int i = 0; i < label.length; i++) {
            assertThat(gradients.combined()[i])
                    .isCloseTo(label[i] - 3 * gradients.domain()[i], within(1e-6f));
        }
        assertThat(norm(label)).isCloseTo(lastLosses.get(Term.LABEL_GRADIENT), within(1e-6));
        assertThat(norm(gradients.domain())).isCloseTo(lastLosses.get(Term.DOMAIN_GRADIENT), within(1e-6));
    }

    @Test
    void gradientsThatNobodyWants_areNotCopied() {
        wanted = false;
        afterOneStep(3, Passes.SEPARATE);

        assertThat(lastGradients).isEmpty();
    }

    private static double norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    /** Runs one step, the last of 1,000, because λ_p is 0 at the first step. */
    private Map<String, List<Float>> afterOneStep(double lambda, Passes passes) {
        TrainingSettings settings = new TrainingSettings(
                1000, 8, new LearningRate.Constant(0.01), new OptimizerSettings.Sgd(0, 0), Precision.FP32);
        NetworkSpec spec = ToyNets.linear(3, CLASSES);
        try (Network network = new Network(spec, 5);
                Dann dann = new Dann(network, settings, new DannSettings(new LambdaSchedule(1000, lambda), passes))) {
            BatchPairSampler pairs = new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 3);
            try (PointerScope scope = new PointerScope()) {
                Terms losses = dann.step(
                        pairs.next(), new StepContext(999, 1000, 1, Phase.whole(1000), StepClock.NONE, probe()));
                assertThat(losses.get(Term.LAMBDA)).isEqualTo(lambda);
                assertThat(losses.areFinite()).isTrue();
                lastLosses = losses;
            }
            return values(network.state());
        }
    }

    private GradientProbe probe() {
        return new GradientProbe() {
            @Override
            public boolean wants(int step) {
                return wanted;
            }

            @Override
            public void gradients(FeatureGradients gradients) {
                lastGradients.add(gradients);
            }
        };
    }

    @Test
    void domainLossOfAClassifierThatKnowsNothing_isLogTwo() {
        TrainingSettings settings = ToyRuns.settings(1, ToyRuns.SGD, Precision.FP32);
        try (Network network = new Network(ToyNets.pixels(CLASSES), 0);
                Dann dann = ToyRuns.dann(network, settings, 1, Passes.SEPARATE)) {
            ToyNets.set(network, "domains.0.weight", new float[ToyImages.PIXELS]);
            ToyNets.set(network, "domains.0.bias", 0);
            ToyNets.set(network, "labels.0.weight", new float[CLASSES * ToyImages.PIXELS]);
            ToyNets.set(network, "labels.0.bias", new float[CLASSES]);
            Terms losses = ToyRuns.run(dann, source, target, settings, 0).get(0);
            assertThat(losses.get(Term.DOMAIN_LOSS)).isCloseTo(Math.log(2), within(1e-6));
            assertThat(losses.get(Term.LABEL_LOSS)).isCloseTo(Math.log(CLASSES), within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"SEPARATE, PER_DOMAIN, FP32", "SEPARATE, PER_DOMAIN, BF16", "JOINT, SHARED, FP32", "JOINT, SHARED, BF16"
    })
    void sameSeed_givesTheSameParametersToTheLastBit(Passes passes, Statistics statistics, Precision precision) {
        Map<String, List<Float>> first = trained(7, passes, statistics, precision);
        assertThat(trained(7, passes, statistics, precision)).isEqualTo(first);
        assertThat(trained(8, passes, statistics, precision).get("features.0.weight"))
                .isNotEqualTo(first.get("features.0.weight"));
    }

    /** The initial weights are the same, so a difference comes from the order of the images and the dropout. */
    private Map<String, List<Float>> trained(long seed, Passes passes, Statistics statistics, Precision precision) {
        TrainingSettings settings = ToyRuns.settings(10, ToyRuns.ADAM, precision);
        try (Network network = new Network(ToyNets.everything(CLASSES, statistics, 2), 0);
                Dann dann = ToyRuns.dann(network, settings, 1, passes)) {
            ToyRuns.run(dann, source, target, settings, seed);
            dann.finish(source.labeled(), target.unlabeled(), seed);
            return values(network.state());
        }
    }

    @Test
    void learningRateFarTooHigh_endsInATrainingException() {
        TrainingSettings settings = new TrainingSettings(
                50, 8, new LearningRate.Constant(1e30), new OptimizerSettings.Sgd(0.9, 0), Precision.FP32);
        try (Network network = new Network(ToyNets.linear(3, CLASSES), 0);
                Dann dann = ToyRuns.dann(network, settings, 1, Passes.SEPARATE)) {
            assertThatExceptionOfType(TrainingException.class)
                    .isThrownBy(() -> ToyRuns.run(dann, source, target, settings, 0))
                    .withMessageStartingWith("training diverged at step ")
                    .withMessageEndingWith("give a lower learning rate or a lower λ");
        }
    }

    @Test
    void domainClassifierThatDiverged_endsInATrainingException() {
        TrainingSettings settings = ToyRuns.settings(5, ToyRuns.SGD, Precision.FP32);
        try (Network network = new Network(ToyNets.linear(3, CLASSES), 0);
                Dann dann = ToyRuns.dann(network, settings, 1, Passes.SEPARATE)) {
            ToyNets.set(network, "domains.0.bias", Float.NaN);
            assertThatExceptionOfType(TrainingException.class)
                    .isThrownBy(() -> ToyRuns.run(dann, source, target, settings, 0))
                    .withMessageStartingWith("training diverged at step 0 of 5: label loss 0.")
                    .withMessageContaining("domain loss NaN");
        }
    }
}

package io.github.dann4j.adapt.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.toy.FiniteDifferences;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.LambdaSchedule;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class AldaTest extends TwoDomains {
    AldaTest() {
        super(AdversaryRun.CLASSES);
    }

    /** A trust of σ(ln 3) = 3/4 in the predicted class leaves 1/8 for each of the two others. */
    @Test
    void corrected_keepsTheTrust_andSpreadsTheRest() {
        try (PointerScope scope = new PointerScope()) {
            Tensor logits = Tensors.ofFloats(new float[] {5, (float) Math.log(3), -5}, 1, 3);
            Tensor predicted = Tensors.ofFloats(new float[] {0, 1, 0}, 1, 3);
            assertThat(Tensors.floats(Alda.corrected(logits, predicted)))
                    .containsExactly(new float[] {0.125f, 0.75f, 0.125f}, within(1e-6f));
        }
    }

    @Test
    void crossEntropies_areSumsOverClasses() {
        try (PointerScope scope = new PointerScope()) {
            Tensor p = Tensors.ofFloats(new float[] {0.125f, 0.75f, 0.125f}, 1, 3);
            Tensor truth = Tensors.ofFloats(new float[] {0, 1, 0}, 1, 3);
            assertThat(Alda.crossEntropies(p, truth).item_float())
                    .isCloseTo((float) -(Math.log(0.75) + 2 * Math.log(0.875)), within(1e-5f));
        }
    }

    /** On the source a right prediction raises the trust, a wrong one lowers it; on the target doubt lowers it. */
    @Test
    void theTrust_followsTheTruth() {
        assertThat(slope(new double[] {1, 0, 0})).as("right").isNegative();
        assertThat(slope(new double[] {0, 1, 0})).as("wrong").isPositive();
        assertThat(slope(new double[] {0, 0.5, 0.5})).as("doubt").isPositive();
    }

    /** Returns the gradient of the loss by the adversary's logit of class 0, which is predicted. */
    private static double slope(double[] truth) {
        return FiniteDifferences.gradient(
                new double[] {0.3, -0.1, 0.2},
                new long[] {1, 3},
                z -> Alda.crossEntropies(
                                Alda.corrected(z, Tensors.ofDoubles(new double[] {1, 0, 0}, 1, 3)),
                                Tensors.ofDoubles(truth, 1, 3))
                        .mean())[0];
    }

    @Test
    void withoutLambda_itIsTrainingOnTheSource() {
        assertThat(AdversaryRun.classifier(
                        Alda.TYPE, new Alda.Settings(new LambdaSchedule(10, 0), 0.1, 0), source, target))
                .isEqualTo(AdversaryRun.sourceOnly(source, target));
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Alda.Settings(LambdaSchedule.paper(), 1, 0))
                .withMessage("threshold must be at least 0 and less than 1, got 1.0");
    }
}

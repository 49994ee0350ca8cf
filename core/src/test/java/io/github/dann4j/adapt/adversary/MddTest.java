package io.github.dann4j.adapt.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.LambdaSchedule;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class MddTest extends TwoDomains {
    MddTest() {
        super(AdversaryRun.CLASSES);
    }

    private static Mdd.Settings settings(double lambda) {
        return new Mdd.Settings(new LambdaSchedule(10, lambda), 4, 0, false);
    }

    @Test
    void disparity_isThatOfThePaper() {
        try (Network network = AdversaryRun.linear(Mdd.TYPE);
                PointerScope scope = new PointerScope()) {
            var pair = new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 0).next();
            double expected = 0;
            for (Domain domain : Domain.values()) {
                Tensor inputs = domain == Domain.SOURCE
                        ? pair.source().inputs()
                        : pair.target().inputs();
                Pass pass = Pass.evaluate(domain);
                Tensor features = network.features(inputs, pass);
                float[][] labels = Tensors.rows(network.labels(features, pass));
                float[][] p =
                        Tensors.rows(network.head("adversary", features, pass).softmax(1));
                for (int i = 0; i < 8; i++) {
                    int y = 0;
                    for (int c = 1; c < labels[i].length; c++) {
                        y = labels[i][c] > labels[i][y] ? c : y;
                    }
                    expected -= (domain == Domain.SOURCE ? 4 * Math.log(p[i][y]) : Math.log(1 - p[i][y])) / 8;
                }
            }
            assertThat(AdversaryRun.step(Mdd.TYPE, network, settings(1), source, target)
                            .get(Mdd.DISPARITY))
                    .isCloseTo(expected, within(1e-5));
        }
    }

    /** Δθ_f is linear in λ; the label predictor and the adversary do not depend on it. */
    @Test
    void theReversal_reachesTheFeaturesAlone() {
        var none = AdversaryRun.after(Mdd.TYPE, settings(0), source, target);
        var one = AdversaryRun.after(Mdd.TYPE, settings(0.1), source, target);
        var three = AdversaryRun.after(Mdd.TYPE, settings(0.3), source, target);
        none.forEach((name, values) -> {
            for (int i = 0; i < values.size(); i++) {
                double first = one.get(name).get(i) - values.get(i);
                double second = three.get(name).get(i) - values.get(i);
                assertThat(second).as(name).isCloseTo(3 * first, within(1e-6));
                if (!name.startsWith("features")) {
                    assertThat(first).as(name).isZero();
                }
            }
        });
        assertThat(one.get("features.1.weight")).isNotEqualTo(none.get("features.1.weight"));
    }

    @Test
    void withoutLambda_itIsTrainingOnTheSource() {
        assertThat(AdversaryRun.classifier(Mdd.TYPE, settings(0), source, target))
                .isEqualTo(AdversaryRun.sourceOnly(source, target));
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mdd.Settings(LambdaSchedule.paper(), 0, 0, false))
                .withMessage("gamma must be positive and finite, got 0.0");
    }
}

package io.github.dann4j.adapt.adversary;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Network;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.LambdaSchedule;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class WdgrlTest extends TwoDomains {
    private static final double[] W = {1, -2, 0.5, 1, -1, 0.3};
    private static final double[] B = {0.1, -0.2, 0.4};
    private static final double[] V = {1.5, -1, 0.7};
    private static final double[][] POINTS = {{0.3, 1}, {-1, 0.5}, {2, 2}};

    WdgrlTest() {
        super(AdversaryRun.CLASSES);
    }

    private static double critic(double x, double y) {
        double sum = 0;
        for (int h = 0; h < 3; h++) {
            sum += V[h] * Math.max(0, W[2 * h] * x + W[2 * h + 1] * y + B[h]);
        }
        return sum;
    }

    /** The closed form of the critic's gradient is what small changes of the point do to the critic. */
    @Test
    void penalty_isOfTheSlopeOfTheCritic() {
        double expected = 0;
        double e = 1e-6;
        for (double[] p : POINTS) {
            double dx = (critic(p[0] + e, p[1]) - critic(p[0] - e, p[1])) / 2 / e;
            double dy = (critic(p[0], p[1] + e) - critic(p[0], p[1] - e)) / 2 / e;
            expected += Math.pow(Math.hypot(dx, dy) - 1, 2) / POINTS.length;
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor points = Tensors.ofDoubles(new double[] {0.3, 1, -1, 0.5, 2, 2}, 3, 2);
            Map<String, Tensor> parameters = Map.of(
                    "critic.0.weight", Tensors.ofDoubles(W, 3, 2),
                    "critic.0.bias", Tensors.ofDoubles(B, 3),
                    "critic.2.weight", Tensors.ofDoubles(V, 1, 3));
            assertThat(Wdgrl.gradientPenalty(points, parameters).item_double()).isCloseTo(expected, within(1e-6));
        }
    }

    /** More updates of the critic change neither features nor labels in the same step, and the distance grows. */
    @Test
    void theCritic_findsALargerDistance() {
        var once = AdversaryRun.after(Wdgrl.TYPE, settings(0.1, 1), source, target);
        var often = AdversaryRun.after(Wdgrl.TYPE, settings(0.1, 9), source, target);
        assertThat(often.get("features.1.weight")).isEqualTo(once.get("features.1.weight"));
        assertThat(often.get("labels.0.weight")).isEqualTo(once.get("labels.0.weight"));
        assertThat(often.get("critic.0.weight")).isNotEqualTo(once.get("critic.0.weight"));

        try (Network network = AdversaryRun.linear(Wdgrl.TYPE)) {
            network.classifierParameters().values().forEach(parameter -> parameter.requires_grad_(false));
            network.headParameters("labels").values().forEach(parameter -> parameter.requires_grad_(true));
            var before = values(network.featureParameters());
            double first = AdversaryRun.step(Wdgrl.TYPE, network, settings(0.1, 30), source, target)
                    .get(Wdgrl.DISTANCE);
            double second = AdversaryRun.step(Wdgrl.TYPE, network, settings(0.1, 30), source, target)
                    .get(Wdgrl.DISTANCE);
            assertThat(second).isGreaterThan(first);
            assertThat(values(network.featureParameters())).isEqualTo(before);
        }
    }

    @Test
    void withoutWeight_itIsTrainingOnTheSource() {
        assertThat(AdversaryRun.classifier(Wdgrl.TYPE, settings(0, 2), source, target))
                .isEqualTo(AdversaryRun.sourceOnly(source, target));
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wdgrl.Settings(LambdaSchedule.paper(), 0, 10, 0.1, 0, false))
                .withMessageContaining("criticUpdates must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wdgrl.Settings(LambdaSchedule.paper(), 1, 10, 0, 0, false))
                .withMessageContaining("rateFactor must be positive");
    }

    private static Wdgrl.Settings settings(double weight, int updates) {
        return new Wdgrl.Settings(new LambdaSchedule(10, weight), updates, 10, 0.5, 0, false);
    }
}

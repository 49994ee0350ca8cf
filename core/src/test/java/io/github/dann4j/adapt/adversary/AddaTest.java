package io.github.dann4j.adapt.adversary;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.model.Network;
import io.github.dann4j.toy.TwoDomains;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class AddaTest extends TwoDomains {
    AddaTest() {
        super(AdversaryRun.CLASSES);
    }

    /** The label predictor rests; the features learn only after the head start. */
    @Test
    void onlyTheTargetsFeaturesAndTheDomainClassifierLearn() {
        var before = AdversaryRun.after(Adda.TYPE, new Adda.Settings(1, 0.9, 0.5), source, target);
        var after = AdversaryRun.after(Adda.TYPE, new Adda.Settings(1, 0, 0.5), source, target);
        try (Network fresh = AdversaryRun.linear(Adda.TYPE);
                PointerScope scope = new PointerScope()) {
            var untrained = values(fresh.state());
            assertThat(before.get("features.1.weight")).isEqualTo(untrained.get("features.1.weight"));
            assertThat(after.get("features.1.weight")).isNotEqualTo(untrained.get("features.1.weight"));
            assertThat(after.get("labels.0.weight")).isEqualTo(untrained.get("labels.0.weight"));
            assertThat(after.get("domains.0.weight"))
                    .isEqualTo(before.get("domains.0.weight"))
                    .isNotEqualTo(untrained.get("domains.0.weight"));
        }
    }

    /** The features' updates lower the loss that rewards the answer "source" on the target. */
    @Test
    void theFeatures_foolTheDomainClassifier() {
        assertThat(foolingAfterAStep(0.5)).isLessThan(foolingAfterAStep(1e-9));
    }

    /** The domain classifier has learned the same in both cases. */
    private double foolingAfterAStep(double featureRate) {
        try (Network network = AdversaryRun.linear(Adda.TYPE)) {
            AdversaryRun.step(Adda.TYPE, network, new Adda.Settings(featureRate, 0, 0.5), source, target);
            return AdversaryRun.step(Adda.TYPE, network, new Adda.Settings(1e-9, 0.9, 0.5), source, target)
                    .get(Adda.FOOLING);
        }
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Adda.Settings(0.1, 1, 0.5))
                .withMessage("headStart must be at least 0 and less than 1, got 1.0");
    }
}

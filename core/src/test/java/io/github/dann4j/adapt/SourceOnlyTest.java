package io.github.dann4j.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Network;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.FeatureGradients;
import io.github.dann4j.train.GradientProbe;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.StepClock;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceOnlyTest {
    private static final int CLASSES = 2;
    private static final TrainingSettings SETTINGS = ToyRuns.settings(1, ToyRuns.SGD, Precision.FP32);

    private final List<FeatureGradients> gradients = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gradientsAtTheFeatures_areTheLabelLosssAlone_forWhoWantsThem(boolean wanted) {
        step(SourceOnly::new, wanted);

        assertThat(gradients).hasSize(wanted ? 1 : 0);
        for (FeatureGradients one : gradients) {
            assertThat(one.domain()).isNull();
            assertThat(one.combined()).isNull();
            // With two classes, the gradients at the two logits of an image are opposite and cancel with the equal
            // weights
            // here.
            assertThat(one.label()).isNotEmpty();
            for (float value : one.label()) {
                assertThat(value).isCloseTo(0, within(1e-7f));
            }
        }
    }

    @Test
    void updates_needNoTarget_ofSourceOnlyAndAdaBn() {
        List<BiFunction<Network, TrainingSettings, AdaptationMethod>> methods = List.of(SourceOnly::new, AdaBn::new);
        for (BiFunction<Network, TrainingSettings, AdaptationMethod> method : methods) {
            assertThat(step(method, false)).as("uses the target").isFalse();
        }
    }

    /** Runs one step on a pair without a target; returns whether the method declares that it uses the target. */
    private boolean step(BiFunction<Network, TrainingSettings, AdaptationMethod> method, boolean wanted) {
        try (ToyImages source = ToyImages.noise(30, CLASSES, 0, 1);
                ToyImages target = ToyImages.noise(30, CLASSES, 50, 2);
                Network network = new Network(ToyNets.linear(3, CLASSES), 5);
                AdaptationMethod training = method.apply(network, SETTINGS);
                PointerScope scope = new PointerScope()) {
            ToyNets.set(network, "labels.0.weight", new float[] {1, 2, 3, 1, 2, 3});
            BatchPairSampler pairs = new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 3);
            BatchPair alone = pairs.next(BatchNeeds.SOURCE);
            assertThat(training.step(alone, new StepContext(0, 1, 1, Phase.whole(1), StepClock.NONE, probe(wanted)))
                            .areFinite())
                    .isTrue();
            return training.needs().usesTarget();
        }
    }

    private GradientProbe probe(boolean wanted) {
        return new GradientProbe() {
            @Override
            public boolean wants(int step) {
                return wanted;
            }

            @Override
            public void gradients(FeatureGradients one) {
                gradients.add(one);
            }
        };
    }
}

package io.github.dann4j.adapt.selftraining;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Head;
import io.github.dann4j.model.HeadInput;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** VADA, VMT and DIRT-T, which share their losses. */
class VadaTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final int STEPS = 6;
    private static final TrainingSettings TRAINING = ToyRuns.settings(STEPS, ToyRuns.SGD, Precision.FP32);
    private static final NetworkSpec NET = ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0);
    private static final StepContext SECOND = new StepContext(1, STEPS, 0, Phase.whole(STEPS));

    VadaTest() {
        super(CLASSES);
    }

    private <S extends Record> AdaptationMethod on(MethodType<S> type, Network network, Record settings) {
        AdaptationMethod method = type.on(network, new MethodSetup<>(TRAINING, settings, target.unlabeled(), 1));
        method.begin();
        return method;
    }

    /** With all weights 0 the network learns as from the source alone, to the last bit. */
    @Test
    void withoutWeights_itIsTrainingOnTheSource() {
        try (Network one = new Network(NET, 7);
                Network other = new Network(NET, 7);
                AdaptationMethod vada = on(Vada.TYPE, one, new Vada.Settings(0, 0, 0, 0.1, 0.9, 0));
                SourceOnly sourceOnly = new SourceOnly(other, TRAINING)) {
            ToyRuns.run(vada, source, target, TRAINING, 3);
            ToyRuns.run(sourceOnly, source, target, TRAINING, 3);
            assertThat(values(one.classifierParameters())).isEqualTo(values(other.classifierParameters()));
        }
    }

    /** The passes of the changed images move no running statistics: those are as without the losses of smoothness. */
    @Test
    void changedImages_moveNoStatistics() {
        assertThat(statistics(new Vada.Settings(0, 1, 1, 0.5, 0.9, 0)))
                .isEqualTo(statistics(new Vada.Settings(0, 0, 0, 0.5, 0.9, 0)));
    }

    private Map<String, List<Float>> statistics(Vada.Settings settings) {
        try (Network network = new Network(NET, 7);
                AdaptationMethod vada = on(Vada.TYPE, network, settings);
                PointerScope scope = new PointerScope()) {
            vada.step(pair(), SECOND);
            return values(network.buffers());
        }
    }

    /** Smoothing makes predictions change less: after training with a large weight the divergence is smaller. */
    @Test
    void smoothness_isLearned() {
        double rough = divergence(new Vada.Settings(0, 0, 0, 0.2, 0.9, 0));
        double smooth = divergence(new Vada.Settings(0, 0, 3, 0.2, 0.9, 0));
        assertThat(smooth).isLessThan(rough);
    }

    private double divergence(Vada.Settings settings) {
        TrainingSettings longer = ToyRuns.settings(30, ToyRuns.SGD, Precision.FP32);
        try (Network network = new Network(ToyNets.linear(4, CLASSES), 7);
                Vada vada = new Vada(network, longer, settings.weights())) {
            vada.begin();
            List<Terms> told = ToyRuns.run(vada, source, target, longer, 3);
            return told.get(29).get(Smoothness.SMOOTHNESS);
        }
    }

    /** The average follows each update, in the first ones with 1/2 and 2/3; in the end it is the network. */
    @Test
    void theResult_isTheAverageOfTheWeights() {
        try (Network network = new Network(ToyNets.linear(4, CLASSES), 7);
                AdaptationMethod vada = on(Vada.TYPE, network, Vada.TYPE.defaults());
                PointerScope scope = new PointerScope()) {
            double before = values(network.state()).get("labels.0.bias").get(0);
            vada.step(pair(), new StepContext(0, STEPS, 0, Phase.whole(STEPS)));
            double after = values(network.state()).get("labels.0.bias").get(0);
            assertThat((double)
                            values(vada.tested().state()).get("labels.0.bias").get(0))
                    .isCloseTo((before + after) / 2, within(1e-7));
            vada.finish(source.labeled(), target.unlabeled(), 1);
            assertThat(values(network.parameters()))
                    .isEqualTo(values(vada.tested().parameters()));
        }
    }

    /** Mixup of a linear network: logits lie in between anyway, so the loss is the entropy of the mixed prediction. */
    @Test
    void mixup_ofALinearNetwork_isAlreadyMinimal() {
        try (Network network = new Network(ToyNets.linear(4, CLASSES), 7);
                PointerScope scope = new PointerScope()) {
            Smoothness smoothness = new Smoothness(network, 0.1);
            Tensor loss = smoothness.mixup(pair().target().inputs(), Domain.TARGET, SECOND);
            loss.backward();
            for (Tensor parameter : network.classifierParameters().values()) {
                assertThat(parameter.grad().abs().max().item_float()).isCloseTo(0, within(1e-6f));
            }
        }
    }

    /** VMT adds mixup, and nothing else: without its weights it is VADA to the last bit. */
    @Test
    void vmtWithoutMixup_isVada() {
        assertThat(trained(Vmt.TYPE, new Vmt.Settings(0.01, 1, 0, 0.1, 0, 0.1, 0.9, 0)))
                .isEqualTo(trained(Vada.TYPE, new Vada.Settings(0.01, 1, 0.1, 0.1, 0.9, 0)));
        assertThat(trained(Vmt.TYPE, new Vmt.Settings(0.01, 1, 1, 0.1, 1, 0.1, 0.9, 0)))
                .isNotEqualTo(trained(Vada.TYPE, new Vada.Settings(0.01, 1, 0.1, 0.1, 0.9, 0)));
    }

    private Map<String, List<Float>> trained(MethodType<?> type, Record settings) {
        try (Network network = new Network(NET, 7);
                AdaptationMethod method = on(type, network, settings)) {
            ToyRuns.run(method, source, target, TRAINING, 3);
            return values(network.state());
        }
    }

    /** A domain classifier that takes maps learns from them, as the paper's does. */
    @Test
    void theDomainClassifier_mayTakeMaps() {
        NetworkSpec maps = NET.with(
                NetworkSpec.DOMAINS,
                new Head(List.of(new Layer.Flatten(), new Layer.Linear(1)), new HeadInput.Maps(3)));
        try (Network network = new Network(maps, 7);
                AdaptationMethod vada = on(Vada.TYPE, network, Vada.TYPE.defaults());
                PointerScope scope = new PointerScope()) {
            List<Float> before = values(network.domainParameters()).get("domains.1.weight");
            vada.step(pair(), SECOND);
            assertThat(values(network.domainParameters()).get("domains.1.weight"))
                    .isNotEqualTo(before);
        }
    }

    /** Half of the steps are VADA's; then the source is not used, and the domain classifier and the labels rest. */
    @Test
    void dirtT_continuesOnTheTargetAlone_nearItsTeacher() {
        DirtT.Settings settings = new DirtT.Settings(new Vada.Settings(0.01, 0, 0.01, 0.1, 0.9, 0), 0.5, 1, 2);
        try (Network network = new Network(NET, 7);
                AdaptationMethod method = on(DirtT.TYPE, network, settings)) {
            List<Terms> told = ToyRuns.run(method, source, target, TRAINING, 3);
            for (int step = 0; step < STEPS; step++) {
                boolean refines = step >= STEPS / 2;
                assertThat(Double.isNaN(told.get(step).get(Term.LABEL_LOSS))).isEqualTo(refines);
                assertThat(Double.isNaN(told.get(step).get(DirtT.TEACHER_LOSS))).isEqualTo(!refines);
            }
        }
    }

    /** With the teacher's loss alone, the student that is its teacher has nothing to learn. */
    @Test
    void teacherLoss_isTheEntropyOfTheTeacher_whileBothAreOne() {
        DirtT.Settings settings = new DirtT.Settings(new Vada.Settings(0, 0, 0, 0.1, 0.9, 0), 0, 1, 1);
        try (Network network = new Network(ToyNets.linear(4, CLASSES), 7);
                AdaptationMethod method = on(DirtT.TYPE, network, settings);
                PointerScope scope = new PointerScope()) {
            Map<String, List<Float>> before = values(network.parameters());
            Terms told = method.step(pair(), new StepContext(0, STEPS, 0, Phase.whole(STEPS)));
            assertThat(told.get(DirtT.TEACHER_LOSS)).isCloseTo(told.get(Smoothness.ENTROPY), within(1e-6));
            for (String name : List.of("features.1.weight", "labels.0.weight")) {
                float[] now = Tensors.floats(network.parameters().get(name));
                for (int i = 0; i < now.length; i++) {
                    // Weight decay alone: 0.02 · 1e-3.
                    assertThat(now[i]).isCloseTo(before.get(name).get(i) * (1 - 2e-5f), within(1e-6f));
                }
            }
        }
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Vada.Settings(0.01, 1, -1, 0.1, 0.9, 0))
                .withMessage("weights must be at least 0 and finite, got -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Vmt.Settings(0.01, 1, 1, 1, 1, 0, 0.9, 0))
                .withMessage("radius must be positive and finite, got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DirtT.Settings(Vada.TYPE.defaults(), 1, 0.01, 1))
                .withMessage("vadaShare must be at least 0 and less than 1, got 1.0");
    }

    private BatchPair pair() {
        return new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 0).next();
    }
}

package io.github.dann4j.adapt.selftraining;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.LabeledBatch;
import io.github.dann4j.data.batch.UnlabeledBatch;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class PseudoLabelsTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final int STEPS = 6;
    private static final TrainingSettings TRAINING = ToyRuns.settings(STEPS, ToyRuns.SGD, Precision.FP32);

    PseudoLabelsTest() {
        super(CLASSES);
    }

    private static PseudoLabels.Settings settings(double share, double weight) {
        return new PseudoLabels.Settings(LambdaSchedule.paper(), share, weight, 0.9, 0.99, 0, false);
    }

    /** Without a last phase the network is DANN's, to the last bit, and the result is the average of its weights. */
    @Test
    void withoutShare_theNetworkIsDanns() {
        NetworkSpec net = ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0);
        try (Network one = new Network(net, 7);
                Network other = new Network(net, 7);
                PseudoLabels method = new PseudoLabels(one, TRAINING, settings(0, 1));
                Dann dann = ToyRuns.dann(other, TRAINING, 1, Passes.SEPARATE)) {
            method.begin();
            List<Terms> terms = ToyRuns.run(method, source, target, TRAINING, 3);
            assertThat(terms).isEqualTo(ToyRuns.run(dann, source, target, TRAINING, 3));
            assertThat(values(one.state())).isEqualTo(values(other.state()));

            var average = values(method.tested().parameters());
            assertThat(average).isNotEqualTo(values(one.parameters()));
            method.finish(source.labeled(), target.unlabeled(), 0);
            assertThat(values(one.parameters())).isEqualTo(average);
        }
    }

    /**
     * The pixels are the features. Black images have the logits (0, ½, 0), white ones (2, ½, 0). The source and the weak
     * view are black, so the pseudo-label is 1; the strong view is white.
     */
    @Test
    void theStrongViewLearns_whatTheTeacherSeesInTheWeakOne() {
        Terms terms = step(1).terms();

        assertThat(terms.get(Term.LABEL_LOSS)).isCloseTo(Math.log(2 + Math.exp(0.5)), within(1e-5));
        assertThat(terms.get(MeanTeacher.MASK)).isOne();
        assertThat(terms.get(PseudoLabels.PSEUDO_LABEL_LOSS))
                .isCloseTo(Math.log(Math.exp(2) + Math.exp(0.5) + 1) - 0.5, within(1e-5));
        assertThat(terms.get(Term.DOMAIN_LOSS)).isNaN();
    }

    /** The gradient at the bias of the label is p − 1, and the learning rate 0.02. */
    @Test
    void theWeight_multipliesTheGradient() {
        double p = Math.exp(0.5) / (Math.exp(2) + Math.exp(0.5) + 1);

        assertThat(step(3).bias().get(1) - step(1).bias().get(1))
                .isCloseTo((float) (0.02 * 2 * (1 - p)), within(1e-6f));
    }

    private record Step(Terms terms, List<Float> bias) {}

    private static Step step(double weight) {
        try (Network network = network();
                PseudoLabels method = new PseudoLabels(network, TRAINING, settings(0.5, weight));
                PointerScope scope = new PointerScope()) {
            ToyNets.set(network, "labels.0.bias", 0, 0.5f, 0);
            method.begin();
            Terms terms = method.step(pair(), new StepContext(1, 2, 1));
            return new Step(terms, values(network.parameters()).get("labels.0.bias"));
        }
    }

    /** The teacher is undecided and the network is certain of the source, so no image gets a pseudo-label. */
    @Test
    void lessCertainThanOnTheSource_isNoPseudoLabel() {
        try (Network network = network();
                PseudoLabels method = new PseudoLabels(network, TRAINING, settings(0.5, 1));
                PointerScope scope = new PointerScope()) {
            method.begin();
            ToyNets.set(network, "labels.0.bias", 0, 3, 0);
            Terms terms = method.step(pair(), new StepContext(1, 2, 1));

            assertThat(terms.get(MeanTeacher.MASK)).isZero();
            assertThat(terms.get(PseudoLabels.PSEUDO_LABEL_LOSS)).isZero();
        }
    }

    private static Network network() {
        Network network = new Network(ToyNets.pixels(CLASSES), 5);
        float[] weights = new float[CLASSES * ToyImages.PIXELS];
        Arrays.fill(weights, 0, ToyImages.PIXELS, 2f / ToyImages.PIXELS);
        ToyNets.set(network, "labels.0.weight", weights);
        ToyNets.set(network, "labels.0.bias", 0, 0, 0);
        return network;
    }

    private static BatchPair pair() {
        return new BatchPair(
                List.of(new LabeledBatch(images(0), Tensors.ofLongs(new long[4], 4))),
                List.of(new UnlabeledBatch(images(0), new long[4]), new UnlabeledBatch(images(1), new long[4])));
    }

    private static Tensor images(float grey) {
        float[] pixels = new float[4 * ToyImages.PIXELS];
        Arrays.fill(pixels, grey);
        return Tensors.ofFloats(pixels, 4, 1, ToyImages.SIDE, ToyImages.SIDE);
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(1, 1))
                .withMessageStartingWith("share and decay must be at least 0 and less than 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(0.5, 0))
                .withMessageStartingWith("weight must be positive");
    }
}

package io.github.dann4j.adapt.selftraining;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.data.batch.View;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class MeanTeacherTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final int STEPS = 6;
    private static final Term CONSISTENCY = MeanTeacher.TYPE.terms().get(1);
    private static final Term MASK = MeanTeacher.TYPE.terms().get(2);
    private static final TrainingSettings TRAINING = ToyRuns.settings(STEPS, ToyRuns.SGD, Precision.FP32);

    MeanTeacherTest() {
        super(CLASSES);
    }

    /**
     * θ' ← αθ' + (1 − α)θ after each update; α is at most 0.6 here, and 1/2, then 3/5 = min(0.6, 2/3) in the first
     * updates.
     */
    @Test
    void theTeacher_isTheMovingAverageOfTheStudent() {
        try (Network student = new Network(ToyNets.linear(4, CLASSES), 5);
                MeanTeacher method = method(student, 0, 0.6)) {
            method.begin();
            List<Double> expected = new ArrayList<>(doubles(student));
            BatchPairSampler pairs = new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 0);
            TrainingLoop.run(withTwoViews(method), pairs, STEPS, 0, (context, losses) -> {
                List<Double> now = doubles(student);
                double decay = Math.min(0.6, 1 - 1.0 / (context.step() + 2));
                for (int i = 0; i < now.size(); i++) {
                    expected.set(i, decay * expected.get(i) + (1 - decay) * now.get(i));
                }
            });

            List<Double> teacher = doubles(method.tested());
            assertThat(teacher).isNotEqualTo(doubles(student));
            for (int i = 0; i < teacher.size(); i++) {
                assertThat(teacher.get(i)).isCloseTo(expected.get(i), within(1e-6));
            }

            method.finish(source.labeled(), target.unlabeled(), 0);
            assertThat(doubles(student)).isEqualTo(teacher);
        }
    }

    private static MeanTeacher withTwoViews(MeanTeacher method) {
        assertThat(method.needs().targetViews()).containsExactly(View.WEAK, View.WEAK);
        return method;
    }

    private static List<Double> doubles(Network network) {
        return values(network.parameters()).values().stream()
                .flatMap(List::stream)
                .map(Float::doubleValue)
                .toList();
    }

    /** If the teacher is never confident, the student learns from the source alone, to the last bit. */
    @Test
    void unsureTeacher_teachesNothing() {
        NetworkSpec net = ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0);
        try (Network student = new Network(net, 7);
                Network other = new Network(net, 7);
                MeanTeacher method = method(student, 0.999999, 0.99);
                SourceOnly sourceOnly = new SourceOnly(other, TRAINING)) {
            method.begin();
            List<Terms> told = ToyRuns.run(method, source, target, TRAINING, 3);
            ToyRuns.run(sourceOnly, source, target, TRAINING, 3);

            assertThat(told).allSatisfy(terms -> {
                assertThat(terms.get(MASK)).isZero();
                assertThat(terms.get(CONSISTENCY)).isZero();
            });
            assertThat(values(student.classifierParameters())).isEqualTo(values(other.classifierParameters()));
        }
    }

    /** With equal weights, equal views and no dropout, the loss is 0 in the first update and positive in the second. */
    @Test
    void consistencyLoss_isZeroWhileBothAreOne() {
        try (Network student = new Network(ToyNets.linear(4, CLASSES), 5);
                MeanTeacher method = method(student, 0, 0.99)) {
            method.begin();
            List<Terms> told = ToyRuns.run(method, source, target, TRAINING, 3);

            assertThat(told.get(0).get(CONSISTENCY)).isZero();
            assertThat(told.get(0).get(MASK)).isOne();
            assertThat(told.get(1).get(CONSISTENCY)).isPositive();
        }
    }

    /** The teacher starts with the student's weights after the warm-up. */
    @Test
    void theTeacher_beginsAsTheStudentIs_notAsItWasBuilt() {
        try (Network student = new Network(ToyNets.linear(4, CLASSES), 5);
                MeanTeacher method = method(student, 0, 0.99)) {
            ToyNets.set(student, "labels.0.bias", 1, 2, 3);
            Map<String, List<Float>> changed = values(student.parameters());
            assertThat(values(method.tested().parameters())).isNotEqualTo(changed);
            method.begin();
            assertThat(values(method.tested().parameters())).isEqualTo(changed);
        }
    }

    /**
     * The student is about a third confident on the source, so a fixed threshold of 0.8 masks everything and one of 0.8
     * times that confidence nearly nothing.
     */
    @Test
    void relativeThreshold_followsTheConfidenceOnTheSource() {
        assertThat(maskRate(new MeanTeacher.Settings(3, 0.8, 0.9, 0, false, false)))
                .isZero();
        assertThat(maskRate(new MeanTeacher.Settings(3, 0.8, 0.9, 0, true, false)))
                .isGreaterThan(0.5);
    }

    private double maskRate(MeanTeacher.Settings settings) {
        try (Network student = new Network(ToyNets.linear(4, CLASSES), 5);
                MeanTeacher method = new MeanTeacher(student, TRAINING, settings)) {
            ToyNets.set(student, "labels.0.weight", new float[4 * CLASSES]);
            method.begin();
            return ToyRuns.run(method, source, target, TRAINING, 3).get(0).get(MASK);
        }
    }

    /** The means are memories, so a checkpoint keeps them. They start uniform and follow the predictions. */
    @Test
    void meanPredictions_areKeptInCheckpoints() {
        MeanTeacher.Settings settings = new MeanTeacher.Settings(3, 0.9, 0.9, 0, true, true);
        try (Network student = new Network(ToyNets.linear(4, CLASSES), 5);
                MeanTeacher method = new MeanTeacher(student, TRAINING, settings);
                PointerScope scope = new PointerScope()) {
            method.begin();
            assertThat(Tensors.floats(method.learner().state().get("memory.targetMean")))
                    .containsExactly(1 / 3f, 1 / 3f, 1 / 3f);
            ToyRuns.run(method, source, target, TRAINING, 3);
            float[] after = Tensors.floats(method.learner().state().get("memory.targetMean"));
            assertThat(after[0]).isNotEqualTo(1 / 3f);
            assertThat(after[0] + after[1] + after[2]).isCloseTo(1, within(1e-5f));
        }
    }

    private static MeanTeacher method(Network student, double threshold, double decay) {
        return new MeanTeacher(student, TRAINING, new MeanTeacher.Settings(3, threshold, decay, 0));
    }
}

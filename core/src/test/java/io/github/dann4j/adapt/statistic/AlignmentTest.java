package io.github.dann4j.adapt.statistic;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The step that the methods of this package share. */
class AlignmentTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final Term GAP = new Term("gap", "gap", Term.Kind.LOSS, "", Double.NaN);
    private static final TrainingSettings TRAINING = ToyRuns.settings(4, ToyRuns.SGD, Precision.FP32);
    private static final NetworkSpec NET = ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0);

    AlignmentTest() {
        super(CLASSES);
    }

    private List<Terms> run(Network network, double weight) {
        try (Alignment method = new Alignment(
                network,
                TRAINING,
                BatchNeeds.BOTH,
                new LambdaSchedule(10, weight),
                GAP,
                (source, target, labels) ->
                        source.features().mean().sub(target.features().mean()).square())) {
            return ToyRuns.run(method, source, target, TRAINING, 3);
        }
    }

    /** With weight 0 the network learns as from the source alone, to the last bit. */
    @Test
    void withoutWeight_itIsTrainingOnTheSource() {
        try (Network one = new Network(NET, 7);
                Network other = new Network(NET, 7);
                SourceOnly sourceOnly = new SourceOnly(other, TRAINING)) {
            run(one, 0);
            ToyRuns.run(sourceOnly, source, target, TRAINING, 3);
            assertThat(values(one.classifierParameters())).isEqualTo(values(other.classifierParameters()));
        }
    }

    /** The weight is 0 in the first step and then rises; the loss that it weighs falls faster with a larger weight. */
    @Test
    void theWeight_rises_andTheLossIsMinimised() {
        try (Network one = new Network(ToyNets.linear(4, CLASSES), 7);
                Network other = new Network(ToyNets.linear(4, CLASSES), 7)) {
            List<Terms> light = run(one, 0.01);
            List<Terms> heavy = run(other, 2);
            assertThat(heavy.get(0).get(Term.WEIGHT)).isZero();
            assertThat(heavy.get(1).get(Term.WEIGHT)).isCloseTo(new LambdaSchedule(10, 2).at(0.25), within(1e-12));
            assertThat(heavy.get(3).get(GAP)).isLessThan(light.get(3).get(GAP));
            assertThat(heavy.get(0)).isNotEqualTo(heavy.get(1));
        }
    }
}

package io.github.dann4j.adapt.selftraining;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings.Passes;
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

class InformationMaximisationTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final int STEPS = 20;
    private static final TrainingSettings TRAINING = ToyRuns.settings(STEPS, ToyRuns.SGD, Precision.FP32);
    private static final NetworkSpec NET = ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0);

    InformationMaximisationTest() {
        super(CLASSES);
    }

    private List<Terms> run(Network network, double share) {
        InformationMaximisation.Settings settings =
                new InformationMaximisation.Settings(LambdaSchedule.paper(), share, 1, 0, false);
        try (InformationMaximisation method = new InformationMaximisation(network, TRAINING, settings)) {
            return ToyRuns.run(method, source, target, TRAINING, 3);
        }
    }

    /** Without a last phase it is DANN, to the last bit. */
    @Test
    void withoutShare_itIsDann() {
        try (Network one = new Network(NET, 7);
                Network other = new Network(NET, 7);
                Dann dann = ToyRuns.dann(other, TRAINING, 1, Passes.SEPARATE)) {
            List<Terms> told = run(one, 0);
            assertThat(told).isEqualTo(ToyRuns.run(dann, source, target, TRAINING, 3));
            assertThat(values(one.state())).isEqualTo(values(other.state()));
        }
    }

    /** In the last phase both heads rest, and entropy minus diversity falls. */
    @Test
    void theLastPhase_trainsTheFeaturesAlone() {
        NetworkSpec withoutDropout = ToyNets.linear(4, CLASSES);
        try (Network one = new Network(withoutDropout, 7);
                Network other = new Network(withoutDropout, 7)) {
            List<Terms> told = run(one, 0.9);
            assertThat(told.get(1).get(Term.DOMAIN_LOSS)).isFinite();
            assertThat(told.get(2).get(Term.DOMAIN_LOSS)).isNaN();
            assertThat(loss(told.get(STEPS - 1))).isLessThan(loss(told.get(2)));

            run(other, 0.9);
            assertThat(values(one.state())).isEqualTo(values(other.state()));
        }
        TrainingSettings oneStep = ToyRuns.settings(1, ToyRuns.SGD, Precision.FP32);
        try (Network all = new Network(NET, 7);
                Network first = new Network(NET, 7);
                Dann dann = ToyRuns.dann(first, oneStep, 1, Passes.SEPARATE)) {
            run(all, 0.99); // DANN in the first step alone
            ToyRuns.run(dann, source, target, oneStep, 3);
            assertThat(values(all.featureParameters())).isNotEqualTo(values(first.featureParameters()));
            assertThat(values(all.headParameters("labels"))).isEqualTo(values(first.headParameters("labels")));
            assertThat(values(all.domainParameters())).isEqualTo(values(first.domainParameters()));
        }
    }

    private static double loss(Terms terms) {
        return terms.get(InformationMaximisation.ENTROPY) - terms.get(InformationMaximisation.DIVERSITY);
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InformationMaximisation.Settings(LambdaSchedule.paper(), 1, 1, 0, false))
                .withMessageStartingWith("share must be at least 0 and less than 1");
    }
}

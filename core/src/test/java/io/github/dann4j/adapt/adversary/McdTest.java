package io.github.dann4j.adapt.adversary;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.toy.ToyNets;
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

class McdTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final Term DISCREPANCY = Mcd.TYPE.terms().get(1);
    private static final StepContext CONTEXT = new StepContext(0, 1, 0, Phase.whole(1));

    McdTest() {
        super(CLASSES);
    }

    @Test
    void discrepancy_isTheMeanDifferenceOfBothPredictions_onTheTarget() {
        try (Network network = network();
                Mcd method = mcd(network, 1e-9, 1, 1);
                PointerScope scope = new PointerScope()) {
            BatchPair pair = pair();
            double expected = discrepancy(network, pair.target().inputs());

            assertThat(method.step(pair, CONTEXT).get(DISCREPANCY)).isCloseTo(expected, within(1e-6));
        }
    }

    /**
     * Step B: with fixed features, the predictors move apart on the target, which they would not do without this step.
     */
    @Test
    void thePredictors_moveApart_onFixedFeatures() {
        assertThat(afterAStepOnFixedFeatures(5)).isGreaterThan(afterAStepOnFixedFeatures(1e-9) + 0.01);
    }

    private double afterAStepOnFixedFeatures(double weight) {
        try (Network network = network();
                Mcd method = mcd(network, 0.5, 1, weight);
                PointerScope scope = new PointerScope()) {
            network.featureParameters().values().forEach(parameter -> parameter.requires_grad_(false));
            BatchPair pair = pair();
            Map<String, List<Float>> before = values(network.featureParameters());
            method.step(pair, CONTEXT);
            assertThat(values(network.featureParameters())).isEqualTo(before);
            return discrepancy(network, pair.target().inputs());
        }
    }

    /** Step C: more updates of the features reduce the disagreement; the predictors stay those of step B. */
    @Test
    void theFeatures_bringThePredictionsTogether_andThePredictorsRest() {
        try (Network one = network();
                Network four = network();
                Mcd short1 = mcd(one, 0.2, 1, 1);
                Mcd long4 = mcd(four, 0.2, 4, 1);
                PointerScope scope = new PointerScope()) {
            BatchPair pair = pair();
            Terms afterOne = short1.step(pair, CONTEXT);
            Terms afterFour = long4.step(pair, CONTEXT);

            assertThat(afterFour.get(DISCREPANCY)).isLessThan(afterOne.get(DISCREPANCY));
            assertThat(values(four.headParameters("labels"))).isEqualTo(values(one.headParameters("labels")));
            assertThat(values(four.headParameters("second"))).isEqualTo(values(one.headParameters("second")));
            assertThat(values(four.featureParameters())).isNotEqualTo(values(one.featureParameters()));
        }
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mcd.Settings(0, 1))
                .withMessageContaining("featureUpdates must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mcd.Settings(4, Double.NaN))
                .withMessageContaining("weight positive and finite, got 4 and NaN");
    }

    private static double discrepancy(Network network, Tensor images) {
        Pass pass = Pass.evaluate(Domain.TARGET);
        Tensor features = network.features(images, pass);
        float[][] first = Tensors.rows(network.labels(features, pass).softmax(1));
        float[][] second = Tensors.rows(network.head("second", features, pass).softmax(1));
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            for (int c = 0; c < CLASSES; c++) {
                sum += Math.abs(first[i][c] - second[i][c]);
            }
        }
        return sum / first.length / CLASSES;
    }

    private static Network network() {
        return new Network(Mcd.TYPE.network(ToyNets.linear(4, CLASSES)), 5);
    }

    private static Mcd mcd(Network network, double rate, int featureUpdates, double weight) {
        TrainingSettings settings = new TrainingSettings(
                1, 8, new LearningRate.Constant(rate), new OptimizerSettings.Sgd(0, 0), Precision.FP32);
        return new Mcd(network, settings, new Mcd.Settings(featureUpdates, weight));
    }

    private BatchPair pair() {
        return new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 0).next();
    }
}

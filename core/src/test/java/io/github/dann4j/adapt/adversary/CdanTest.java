package io.github.dann4j.adapt.adversary;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.MultilinearMap;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Pass;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.LambdaSchedule;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CdanTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final TrainingSettings DESCENT =
            new TrainingSettings(2, 8, new LearningRate.Constant(0.1), new OptimizerSettings.Sgd(0, 0), Precision.FP32);

    CdanTest() {
        super(CLASSES);
    }

    @Test
    void multilinearMap_hasEveryProduct_classByClass() {
        try (PointerScope scope = new PointerScope()) {
            Tensor p = Tensors.ofFloats(new float[] {0.25f, 0.75f}, 1, 2);
            Tensor f = Tensors.ofFloats(new float[] {2, -4, 8}, 1, 3);
            assertThat(Tensors.floats(MultilinearMap.of(p, f))).containsExactly(0.5f, -1, 2, 1.5f, -3, 6);
        }
    }

    /**
     * In one update by plain gradient descent, Δθ_f is linear in λ, and Δθ_y and Δθ_d do not depend on it. So no
     * adversarial gradient reaches the label predictor through the predictions in the map or in the weights.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theAdversary_reachesTheFeaturesAlone_throughTheFeaturesOfTheMap(boolean entropy) {
        Map<String, List<Float>> none = afterOneStep(0, entropy);
        Map<String, List<Float>> one = afterOneStep(1, entropy);
        Map<String, List<Float>> three = afterOneStep(3, entropy);

        assertThat(none.get("features.1.weight")).isNotEqualTo(one.get("features.1.weight"));
        none.forEach((name, values) -> {
            for (int i = 0; i < values.size(); i++) {
                double first = one.get(name).get(i) - values.get(i);
                double second = three.get(name).get(i) - values.get(i);
                if (name.startsWith("features")) {
                    assertThat(second).as(name).isCloseTo(3 * first, within(1e-6));
                } else {
                    assertThat(second).as(name).isZero();
                    assertThat(first).as(name).isZero();
                }
            }
        });
    }

    private Map<String, List<Float>> afterOneStep(double lambda, boolean entropy) {
        try (Network network = network();
                Cdan method = cdan(network, lambda, entropy);
                PointerScope scope = new PointerScope()) {
            method.step(pair(), new StepContext(1, 2, 0, Phase.whole(2)));
            return values(network.state());
        }
    }

    /** L_d of both domains: the mean of −ln of the probability of the true domain, weighted by 1 + exp(−H(p)). */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void domainLoss_isTheWeightedMeanOfEachDomain(boolean entropy) {
        try (Network network = network();
                Cdan method = cdan(network, 1, entropy);
                PointerScope scope = new PointerScope()) {
            BatchPair pair = pair();
            double ofSource = domainLoss(network, pair.source().inputs(), Domain.SOURCE, entropy);
            double ofTarget = domainLoss(network, pair.target().inputs(), Domain.TARGET, entropy);

            Terms told = method.step(pair, new StepContext(1, 2, 0, Phase.whole(2)));

            assertThat(told.get(Term.DOMAIN_LOSS)).isCloseTo((ofSource + ofTarget) / 2, within(1e-6));
        }
    }

    private static double domainLoss(Network network, Tensor images, Domain domain, boolean entropy) {
        Pass pass = Pass.evaluate(domain);
        Tensor features = network.features(images, pass);
        float[][] p = Tensors.rows(network.labels(features, pass).softmax(1));
        float[][] f = Tensors.rows(features);
        float[] weights = Tensors.floats(network.domainParameters().get("domains.0.weight"));
        double bias = Tensors.floats(network.domainParameters().get("domains.0.bias"))[0];
        double sum = 0;
        double all = 0;
        for (int i = 0; i < p.length; i++) {
            double logit = bias;
            double h = 0;
            for (int c = 0; c < p[i].length; c++) {
                h -= p[i][c] * Math.log(p[i][c]);
                for (int d = 0; d < f[i].length; d++) {
                    logit += weights[c * f[i].length + d] * p[i][c] * f[i][d];
                }
            }
            double right = 1 / (1 + Math.exp(domain == Domain.TARGET ? -logit : logit));
            double weight = entropy ? 1 + Math.exp(-h) : 1;
            sum -= weight * Math.log(right);
            all += weight;
        }
        return sum / all;
    }

    /** With λ = 0 the features and the label predictor learn as from the source alone, to the last bit. */
    @Test
    void withoutLambda_itIsTrainingOnTheSource() {
        NetworkSpec net = Cdan.TYPE.network(ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0));
        TrainingSettings settings = ToyRuns.settings(5, ToyRuns.SGD, Precision.FP32);
        try (Network one = new Network(net, 7);
                Network other = new Network(net, 7);
                Cdan cdan = cdan(one, 0, true, settings);
                SourceOnly sourceOnly = new SourceOnly(other, settings)) {
            ToyRuns.run(cdan, source, target, settings, 3);
            ToyRuns.run(sourceOnly, source, target, settings, 3);
            assertThat(values(one.classifierParameters())).isEqualTo(values(other.classifierParameters()));
        }
    }

    private static Network network() {
        return new Network(Cdan.TYPE.network(ToyNets.linear(4, CLASSES)), 5);
    }

    private static Cdan cdan(Network network, double lambda, boolean entropy) {
        return cdan(network, lambda, entropy, DESCENT);
    }

    private static Cdan cdan(Network network, double lambda, boolean entropy, TrainingSettings settings) {
        return new Cdan(network, settings, new Cdan.Settings(new LambdaSchedule(10, lambda), entropy, 0, false));
    }

    private BatchPair pair() {
        return new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 0).next();
    }
}

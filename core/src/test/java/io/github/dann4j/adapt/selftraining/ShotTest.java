package io.github.dann4j.adapt.selftraining;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Pass;
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

class ShotTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final int STEPS = 4;
    private static final TrainingSettings TRAINING = ToyRuns.settings(STEPS, ToyRuns.SGD, Precision.FP32);

    ShotTest() {
        super(CLASSES);
    }

    /** The pairs have no source batch, and the label predictor and the source's batch statistics do not change. */
    @Test
    void onlyTheFeaturesLearn_fromTheTargetAlone() {
        try (Network network = new Network(ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0), 7);
                Shot method = shot(network, 0.1)) {
            Map<String, List<Float>> before = values(network.state());
            method.begin();
            ToyRuns.run(method, source, target, TRAINING, 3);
            method.finish(source.labeled(), target.unlabeled(), 3);

            values(network.state()).forEach((name, values) -> {
                boolean learned = name.equals("features.0.weight") || name.endsWith("running_mean.target");
                boolean rests = name.startsWith("labels") && !name.endsWith(".target") || name.endsWith(".source");
                if (learned) {
                    assertThat(values).as(name).isNotEqualTo(before.get(name));
                } else if (rests) {
                    assertThat(values).as(name).isEqualTo(before.get(name));
                }
            });
            assertThat(method.needs().usesSource()).isFalse();
        }
    }

    /** Entropy is the mean of −Σ p ln p over the images, diversity the same of the mean prediction. */
    @Test
    void entropyAndDiversity_areThoseOfThePredictions() {
        try (Network network = new Network(ToyNets.linear(4, CLASSES), 5);
                Shot method = shot(network, 0);
                PointerScope scope = new PointerScope()) {
            BatchPair pair = new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 0).next(method.needs());
            Pass pass = Pass.evaluate(Domain.TARGET);
            Tensor logits = network.labels(network.features(pair.target().inputs(), pass), pass);
            float[][] p = Tensors.rows(logits.softmax(1));
            double entropy = 0;
            double[] mean = new double[CLASSES];
            for (float[] row : p) {
                for (int c = 0; c < CLASSES; c++) {
                    entropy -= row[c] * Math.log(row[c]) / p.length;
                    mean[c] += row[c] / p.length;
                }
            }
            double diversity = 0;
            for (double share : mean) {
                diversity -= share * Math.log(share);
            }

            Terms told = method.step(pair, new StepContext(0, STEPS, 0, Phase.whole(STEPS)));

            List<Term> terms = Shot.TYPE.terms();
            assertThat(told.get(terms.get(0))).isCloseTo(entropy, within(1e-5));
            assertThat(told.get(terms.get(1))).isCloseTo(diversity, within(1e-4));
            assertThat(told.size()).isEqualTo(2); // SHOT-IM computes no pseudo-labels
        }
    }

    /** Two clusters; one image is predicted wrongly with little confidence and takes its neighbours' label. */
    @Test
    void pseudoLabels_areThoseOfTheNearestCentre_notOfThePrediction() {
        float[][] features = {{10, 0}, {9, 1}, {0, 10}, {1, 9}, {0.5f, 9}};
        float[][] probabilities = {{0.9f, 0.1f}, {0.8f, 0.2f}, {0.1f, 0.9f}, {0.2f, 0.8f}, {0.6f, 0.4f}};
        assertThat(NearestCentres.labels(features, probabilities)).containsExactly(0, 0, 1, 1, 1);
    }

    @Test
    void aClassThatNoImageGets_takesNoneInTheSecondRound() {
        float[][] features = {{10, 0}, {9, 1}, {0, 10}};
        float[][] probabilities = {{1, 0, 0}, {1, 0, 0}, {0, 1, 0}};
        assertThat(NearestCentres.labels(features, probabilities)).containsExactly(0, 0, 1);
    }

    private Shot shot(Network network, double pseudoLabelWeight) {
        return new Shot(
                network,
                new MethodSetup<>(TRAINING, new Shot.Settings(pseudoLabelWeight, 2, 0.5), target.unlabeled(), 1));
    }
}

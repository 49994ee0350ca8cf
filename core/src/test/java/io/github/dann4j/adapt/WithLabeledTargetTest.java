package io.github.dann4j.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.selftraining.Shot;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.data.batch.LabeledBatch;
import io.github.dann4j.data.batch.LabeledSampler;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Augmentations;
import io.github.dann4j.data.prepare.StrongAugmentation;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class WithLabeledTargetTest {
    private static final int BATCH = 8;
    private static final TrainingSettings PLAIN_SGD =
            ToyRuns.settings(1, new OptimizerSettings.Sgd(0, 0), Precision.FP32);

    /** Black images: only the biases of the label predictor decide. */
    private static ToyImages black(int... labels) {
        return ToyImages.of(labels, 2, 1, (pixels, label, random) -> {});
    }

    private static LabeledSampler batches(ToyImages labeled) {
        return new LabeledSampler(
                labeled.labeled(),
                BATCH,
                new Augmentations(Augmentation.NONE, StrongAugmentation.DEFAULT),
                5,
                Shard.ALL);
    }

    private static WithLabeledTarget with(ToyImages labeled, AdaptationMethod method) {
        return new WithLabeledTarget(method, labeled.labeled(), batches(labeled));
    }

    /** The predictor gives class 0 a probability of 3/4; the source is all of class 0, the labelled target of class 1. */
    @Test
    void theLabelLoss_hasBothDomains_andSoHasTheGradient() {
        try (ToyImages source = black(0, 0, 0, 0, 0, 0, 0, 0);
                ToyImages target = black(0, 1, 0, 1, 0, 1, 0, 1);
                ToyImages labeled = black(1, 1);
                Network network = new Network(ToyNets.pixels(2), 5);
                AdaptationMethod method = with(labeled, new SourceOnly(network, PLAIN_SGD))) {
            ToyNets.set(network, "labels.0.weight", new float[2 * ToyImages.PIXELS]);
            ToyNets.set(network, "labels.0.bias", (float) Math.log(3), 0);

            Terms terms = ToyRuns.run(method, source, target, PLAIN_SGD, 3).get(0);

            assertThat(terms.get(Term.LABEL_LOSS)).isCloseTo((Math.log(4 / 3.0) + Math.log(4)) / 2, within(1e-6));
            // p - y is (-1/4, 1/4) on the source and (3/4, -3/4) on the target; the rate is 0.02.
            float[] bias = Tensors.floats(network.state().get("labels.0.bias"));
            assertThat(bias[0]).isCloseTo((float) (Math.log(3) - 0.02 * 0.5), within(1e-6f));
            assertThat(bias[1]).isCloseTo((float) (0.02 * 0.5), within(1e-6f));
        }
    }

    @Test
    void theSource_isNormalisedAsWithoutThem_andTheLabelledTargetByItsOwnStatistics() {
        Map<String, List<Float>> plain = statistics(false);
        Map<String, List<Float>> with = statistics(true);

        plain.forEach((name, values) -> {
            boolean same = with.get(name).equals(values);
            // The heads of the domain are not used by either.
            assertThat(same).as(name).isEqualTo(name.endsWith(".source") || name.startsWith("domains"));
        });
    }

    private static Map<String, List<Float>> statistics(boolean withLabels) {
        try (ToyImages source = ToyImages.noise(30, 3, 0, 1);
                ToyImages target = ToyImages.noise(42, 3, 50, 2);
                ToyImages labeled = ToyImages.noise(6, 3, 50, 3);
                Network network = new Network(ToyNets.withoutDropout(3, Statistics.PER_DOMAIN, 0), 5)) {
            SourceOnly plain = new SourceOnly(network, PLAIN_SGD);
            try (AdaptationMethod method = withLabels ? with(labeled, plain) : plain) {
                ToyRuns.run(method, source, target, PLAIN_SGD, 3);
                return ToyNets.values(network.buffers());
            }
        }
    }

    @Test
    void withoutTheTargetItself_itsStatisticsAreThoseOfTheLabelledImages() {
        Map<String, List<Float>> dark = finished(ToyImages.noise(42, 3, 0, 2));
        Map<String, List<Float>> bright = finished(ToyImages.noise(42, 3, 90, 2));

        assertThat(dark).isEqualTo(bright);
    }

    private static Map<String, List<Float>> finished(ToyImages unlabeled) {
        try (ToyImages target = unlabeled;
                ToyImages source = ToyImages.noise(30, 3, 0, 1);
                ToyImages labeled = ToyImages.noise(6, 3, 50, 3);
                Network network = new Network(ToyNets.withoutDropout(3, Statistics.PER_DOMAIN, 0), 5);
                AdaptationMethod method = with(labeled, new SourceOnly(network, PLAIN_SGD))) {
            assertThat(method.targetStatistics()).isEqualTo(Domain.TARGET);
            method.finish(source.labeled(), target.unlabeled(), 1);
            return ToyNets.values(network.buffers());
        }
    }

    @Test
    void aMethodWhoseLabelPredictorIsFrozen_isRefused() {
        try (ToyImages source = ToyImages.noise(30, 3, 0, 1);
                ToyImages target = ToyImages.noise(42, 3, 50, 2);
                ToyImages labeled = ToyImages.noise(6, 3, 50, 3);
                Network network = new Network(ToyNets.linear(4, 3), 5);
                AdaptationMethod method = with(
                        labeled,
                        new Shot(network, new MethodSetup<>(PLAIN_SGD, Shot.TYPE.defaults(), target.unlabeled(), 1)));
                PointerScope scope = new PointerScope()) {
            BatchPairSampler pairs = new BatchPairSampler(source.labeled(), target.unlabeled(), BATCH, 3);
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> method.step(pairs.next(), new StepContext(0, 1, 1)))
                    .withMessageContaining("does not train the label predictor");
        }
    }

    /** Batches of 8 from 3 classes with 1, 2 and 3 images: each class 2 or 3 times, in any order of asking. */
    @Test
    void aBatch_hasEveryClassEquallyOften_andDependsOnlyOnItsNumber() {
        try (ToyImages labeled = ToyImages.of(new int[] {0, 1, 1, 2, 2, 2}, 3, 1, (pixels, label, random) -> {});
                PointerScope scope = new PointerScope()) {
            LabeledSampler inOrder = batches(labeled);
            List<List<Long>> all = new ArrayList<>();
            for (int number = 0; number < 3; number++) {
                all.add(labels(inOrder.batch(number)));
                for (long label = 0; label < 3; label++) {
                    long one = label;
                    assertThat(all.get(number).stream().filter(other -> other == one))
                            .hasSizeBetween(2, 3);
                }
            }
            assertThat(labels(batches(labeled).batch(2))).isEqualTo(all.get(2));
            assertThat(labels(inOrder.batch(1))).isEqualTo(all.get(1));
        }
    }

    private static List<Long> labels(LabeledBatch batch) {
        List<Long> labels = new ArrayList<>();
        for (long label : Tensors.longs(batch.labels())) {
            labels.add(label);
        }
        return labels;
    }
}

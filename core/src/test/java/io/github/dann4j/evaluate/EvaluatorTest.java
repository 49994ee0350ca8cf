package io.github.dann4j.evaluate;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.Evaluator.FeaturesAndLogits;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.GradMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {
    private static final int CLASSES = 3;
    private static final int DOMAIN_PIXEL = ToyImages.PIXELS - 1;

    /** Returns images with one bright pixel, whose number is the class that {@link #readsThePixel} predicts. */
    private static ToyImages images(int[] labels, int[] predictions) {
        int[] next = {0};
        return ToyImages.of(labels, CLASSES, 0, (pixels, label, random) -> pixels[predictions[next[0]++]] = 255);
    }

    private static ToyImages ofDomain(int count, boolean target) {
        return ToyImages.of(count, CLASSES, 0, (pixels, label, random) -> pixels[DOMAIN_PIXEL] = target ? 255 : 0);
    }

    /** Logit of class c: pixel c. Logit of "target": the last pixel. */
    private static Network readsThePixel() {
        Network network = new Network(ToyNets.pixels(CLASSES), 0);
        setToReadThePixel(network);
        return network;
    }

    private static void setToReadThePixel(Network network) {
        float[] labels = new float[CLASSES * ToyImages.PIXELS];
        for (int c = 0; c < CLASSES; c++) {
            labels[c * ToyImages.PIXELS + c] = 1;
        }
        float[] domains = new float[ToyImages.PIXELS];
        domains[DOMAIN_PIXEL] = 1;
        ToyNets.set(network, "labels.0.weight", labels);
        ToyNets.set(network, "labels.0.bias", new float[CLASSES]);
        ToyNets.set(network, "domains.0.weight", domains);
        ToyNets.set(network, "domains.0.bias", 0);
    }

    @ParameterizedTest
    @EnumSource
    void knownPredictions_giveTheKnownConfusion(Precision precision) {
        int[] labels = {0, 0, 0, 1, 1, 2};
        int[] predictions = {0, 0, 2, 1, 0, 2};
        try (ToyImages images = images(labels, predictions);
                Network network = readsThePixel()) {
            Evaluation evaluation = new Evaluator(network, precision).evaluate(images.labeled(), Domain.SOURCE);
            assertThat(evaluation.confusion()).isDeepEqualTo(new int[][] {{2, 0, 1}, {1, 1, 0}, {0, 0, 1}});
            assertThat(evaluation.count()).isEqualTo(6);
            assertThat(evaluation.accuracy()).isEqualTo(4 / 6.0);
            assertThat(evaluation.classAccuracies()).containsExactly(2 / 3.0, 0.5, 1);
        }
    }

    @Test
    void targetShares_areCountedByBothDomainsStatistics_andNotTrustedWhereTheseDisagree() {
        int[] brightPixels = {0, 0, 0, 0, 1, 1, 1, 1, 1, 2};
        double[] even = {1 / 3.0, 1 / 3.0, 1 / 3.0};
        NetworkSpec normalised = new NetworkSpec(
                "normalised",
                ToyImages.SIDE,
                1,
                List.of(new Flatten(), new BatchNorm()),
                List.of(new Linear(CLASSES)),
                List.of(new Linear(1)),
                0,
                Statistics.PER_DOMAIN);
        try (ToyImages images = images(new int[brightPixels.length], brightPixels);
                Network network = new Network(normalised, 0)) {
            setToReadThePixel(network);
            // With the target's statistics, pixel 2 is brighter than all others in every image.
            float[] means = new float[ToyImages.PIXELS];
            means[2] = -9;
            ToyNets.set(network, "features.1.running_mean.target", means);

            ClassShareEstimate estimate =
                    new Evaluator(network, Precision.FP32).estimateShares(images.unlabeled(), even);

            assertThat(estimate.predicted()).containsExactly(new double[] {0.2, 0.25, 0.55}, within(1e-12));
            assertThat(estimate.agreement()).isCloseTo(0.1, within(1e-12));
            assertThat(estimate.shares()).containsExactly(even, within(1e-12));
        }
    }

    /** The logits are the pixels of the classes, the features all pixels: one is bright in each image. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100})
    void featuresAndLogits_areThoseOfTheSample(int count) {
        int[] predictions = {0, 2, 1, 1, 2, 0, 0};
        try (ToyImages images = images(new int[predictions.length], predictions);
                Network network = readsThePixel()) {
            Evaluator evaluator = new Evaluator(network, Precision.FP32);
            FeaturesAndLogits outputs = evaluator.featuresAndLogits(images.unlabeled(), Domain.SOURCE, count);

            int[] sample = Evaluator.sample(predictions.length, count);
            assertThat(outputs.features())
                    .isDeepEqualTo(evaluator.features(images.unlabeled(), Domain.SOURCE, count))
                    .hasDimensions(sample.length, ToyImages.PIXELS);
            assertThat(outputs.logits()).hasDimensions(sample.length, CLASSES);
            for (int i = 0; i < sample.length; i++) {
                float[] expected = Arrays.copyOf(outputs.features()[i], CLASSES);
                assertThat(outputs.logits()[i]).containsExactly(expected, within(1e-6f));
                assertThat(outputs.logits()[i][predictions[sample[i]]])
                        .isGreaterThan(outputs.logits()[i][(predictions[sample[i]] + 1) % CLASSES]);
            }
        }
    }

    @Test
    void classWithoutImages_hasNoAccuracy() {
        assertThat(new Evaluation(new int[][] {{3, 1}, {0, 0}}).classAccuracies())
                .containsExactly(0.75, Double.NaN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 250})
    void setOfAnySize_isPredictedWholeAndOnce(int size) {
        int[] labels = new int[size];
        int[] predictions = new int[size];
        int[][] expected = new int[CLASSES][CLASSES];
        for (int i = 0; i < size; i++) {
            labels[i] = i % CLASSES;
            predictions[i] = i % 7 % CLASSES;
            expected[labels[i]][predictions[i]]++;
        }
        try (ToyImages images = images(labels, predictions);
                Network network = readsThePixel()) {
            Evaluator evaluator = new Evaluator(network, Precision.FP32);
            assertThat(evaluator.evaluate(images.labeled(), Domain.SOURCE).confusion())
                    .isDeepEqualTo(expected);
            assertThat(evaluator
                            .evaluateSample(images.labeled(), Domain.SOURCE, 1000)
                            .confusion())
                    .isDeepEqualTo(expected);
            assertThat(evaluator.features(images.unlabeled(), Domain.SOURCE, 1000))
                    .hasNumberOfRows(size);
            assertThat(evaluator.probabilities(images.unlabeled(), Domain.SOURCE))
                    .hasNumberOfRows(size);
            assertThat(evaluator.domainAccuracy(images.unlabeled(), images.unlabeled()))
                    .isEqualTo(0.5);
            assertThat(evaluator
                            .signals(images.unlabeled(), Domain.SOURCE, new double[] {0.2, 0.3, 0.5})
                            .entropy())
                    .isPositive();
            double[] counted = evaluator
                    .estimateShares(images.unlabeled(), new double[] {0.2, 0.3, 0.5})
                    .predicted();
            for (int c = 0; c < CLASSES; c++) {
                int bright = c;
                assertThat(counted[c])
                        .isCloseTo(
                                (double) Arrays.stream(predictions)
                                                .filter(one -> one == bright)
                                                .count()
                                        / size,
                                within(1e-12));
            }
        }
    }

    @Test
    void sample_isSpreadOverTheWholeSet() {
        int[] labels = new int[300];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / 100; // sorted by class, like many datasets
        }
        try (ToyImages images = images(labels, labels);
                Network network = readsThePixel()) {
            Evaluation evaluation =
                    new Evaluator(network, Precision.FP32).evaluateSample(images.labeled(), Domain.SOURCE, 30);
            assertThat(evaluation.confusion()).isDeepEqualTo(new int[][] {{10, 0, 0}, {0, 10, 0}, {0, 0, 10}});
        }
    }

    @Test
    void probabilities_areOfTheSampledImagesInTheirOrder_andSumToOne() {
        int[] classes = new int[300];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i * 7 % CLASSES;
        }
        try (ToyImages images = images(classes, classes);
                Network network = readsThePixel()) {
            float[][] probabilities =
                    new Evaluator(network, Precision.FP32).probabilities(images.unlabeled(), Domain.SOURCE, 120);
            int[] sampled = Evaluator.sample(300, 120);
            // A bright pixel is the input 1, a dark one −1.
            float sure = (float) (Math.exp(1) / (Math.exp(1) + 2 * Math.exp(-1)));
            assertThat(probabilities).hasNumberOfRows(120);
            for (int i = 0; i < 120; i++) {
                assertThat(probabilities[i][classes[sampled[i]]]).isCloseTo(sure, within(1e-6f));
                assertThat(probabilities[i][0] + probabilities[i][1] + probabilities[i][2])
                        .isCloseTo(1, within(1e-6f));
            }
        }
    }

    @Test
    void probabilitiesOfASample_areBitForBitThoseOfTheWholeSet() {
        int[] classes = new int[250];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i % CLASSES;
        }
        try (ToyImages images = images(classes, classes);
                Network network = readsThePixel()) {
            Evaluator evaluator = new Evaluator(network, Precision.FP32);
            float[][] all = evaluator.probabilities(images.unlabeled(), Domain.SOURCE);
            float[][] some = evaluator.probabilities(images.unlabeled(), Domain.SOURCE, 100);
            int[] sampled = Evaluator.sample(250, 100);
            for (int i = 0; i < sampled.length; i++) {
                assertThat(some[i]).isEqualTo(all[sampled[i]]);
            }
        }
    }

    @Test
    void otherClassesThanTheNetworks_areRefused() {
        try (ToyImages images = ToyImages.noise(4, 2, 0, 0);
                Network network = readsThePixel()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Evaluator(network, Precision.FP32).evaluate(images.labeled(), Domain.SOURCE))
                    .withMessage("the network has 3 classes, the images have 2; they must have the same classes");
        }
    }

    @Test
    void domainAccuracy_ofAPerfectClassifierIsOne_ofItsOppositeZero() {
        // Datasets of different sizes, both larger than a batch: each domain counts half.
        try (ToyImages source = ofDomain(130, false);
                ToyImages target = ofDomain(210, true);
                Network network = readsThePixel()) {
            Evaluator evaluator = new Evaluator(network, Precision.FP32);
            assertThat(evaluator.domainAccuracy(source.unlabeled(), target.unlabeled()))
                    .isEqualTo(1);
            assertThat(evaluator.domainAccuracy(target.unlabeled(), source.unlabeled()))
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, 0, 1})
    void domainAccuracy_ofAConstantClassifierIsOneHalf(float logit) {
        try (ToyImages source = ofDomain(130, false);
                ToyImages target = ofDomain(210, true);
                Network network = readsThePixel()) {
            ToyNets.set(network, "domains.0.weight", new float[ToyImages.PIXELS]);
            ToyNets.set(network, "domains.0.bias", logit);
            assertThat(new Evaluator(network, Precision.FP32).domainAccuracy(source.unlabeled(), target.unlabeled()))
                    .isCloseTo(0.5, within(1e-12));
        }
    }

    /** Every prediction has the logits 1, −1, −1 in some order. */
    @Test
    void signals_areTheEntropyAndTheDivergenceFromTheSourcesShares() {
        double sure = Math.exp(1) / (Math.exp(1) + 2 * Math.exp(-1));
        double other = (1 - sure) / 2;
        double entropy = -sure * Math.log(sure) - 2 * other * Math.log(other);
        double[] even = {1 / 3.0, 1 / 3.0, 1 / 3.0};
        int[] each = {0, 1, 2, 0, 1, 2};
        int[] first = new int[250];
        try (ToyImages balanced = images(each, each);
                ToyImages collapsed = images(first, first);
                Network network = readsThePixel()) {
            Evaluator evaluator = new Evaluator(network, Precision.FP32);

            TargetSignals fine = evaluator.signals(balanced.unlabeled(), Domain.SOURCE, even);
            assertThat(fine.entropy()).isCloseTo(entropy, within(1e-5));
            assertThat(fine.imbalance()).isCloseTo(0, within(1e-9));

            TargetSignals wrong = evaluator.signals(collapsed.unlabeled(), Domain.SOURCE, even);
            assertThat(wrong.entropy()).isCloseTo(entropy, within(1e-5));
            assertThat(wrong.imbalance()).isCloseTo(Math.log(3) - entropy, within(1e-5));

            double[] sourcesShares = {sure, other, other};
            assertThat(evaluator
                            .signals(collapsed.unlabeled(), Domain.SOURCE, sourcesShares)
                            .imbalance())
                    .isCloseTo(0, within(1e-5));
        }
    }

    /** The probabilities of two classes are smaller than the smallest positive number. */
    @Test
    void signals_areNumbers_whereTheNetworkIsSureBeyondAllDoubt() {
        int[] first = new int[12];
        try (ToyImages collapsed = images(first, first);
                Network network = readsThePixel()) {
            float[] labels = new float[CLASSES * ToyImages.PIXELS];
            for (int c = 0; c < CLASSES; c++) {
                labels[c * ToyImages.PIXELS + c] = 1e4f;
            }
            ToyNets.set(network, "labels.0.weight", labels);

            TargetSignals signals = new Evaluator(network, Precision.FP32)
                    .signals(collapsed.unlabeled(), Domain.SOURCE, new double[] {0.25, 0.25, 0.5});

            assertThat(signals.entropy()).isZero();
            assertThat(signals.imbalance()).isCloseTo(Math.log(4), within(1e-9));
        }
    }

    @Test
    void interruption_endsWhateverIsRead() {
        double[] even = {1 / 3.0, 1 / 3.0, 1 / 3.0};
        try (ToyImages images = ToyImages.noise(4, CLASSES, 0, 0);
                Network network = readsThePixel()) {
            Evaluator evaluator = new Evaluator(network, Precision.FP32);
            UnlabeledExamples some = images.unlabeled();
            assertStops("the test", () -> evaluator.evaluate(images.labeled(), Domain.SOURCE));
            assertStops("the test of the domain classifier", () -> evaluator.domainAccuracy(some, some));
            assertStops("the prediction", () -> evaluator.probabilities(some, Domain.SOURCE));
            assertStops("the measurement of label-free signals", () -> evaluator.signals(some, Domain.SOURCE, even));
            assertStops("the estimate of class shares", () -> evaluator.estimateShares(some, even));
            assertStops("the computation of features", () -> evaluator.features(some, Domain.SOURCE, 4));
            assertStops("the silhouette", () -> Silhouette.among(new float[][] {{0}, {1}}, new int[] {0, 1}));
        } finally {
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    private static void assertStops(String what, ThrowingCallable reading) {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(reading)
                .withMessage("stopped during " + what);
    }

    @Test
    void evaluation_changesNothingAndRepeats() {
        try (ToyImages images = ToyImages.noise(130, CLASSES, 0, 1);
                Network network = new Network(ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0), 0)) {
            Map<String, List<Float>> before = values(network.state());
            Evaluator evaluator = new Evaluator(network, Precision.FP32);
            int[][] first = evaluator.evaluate(images.labeled(), Domain.TARGET).confusion();
            evaluator.domainAccuracy(images.unlabeled(), images.unlabeled());
            assertThat(evaluator.evaluate(images.labeled(), Domain.TARGET).confusion())
                    .isDeepEqualTo(first);
            assertThat(values(network.state())).isEqualTo(before);
            assertThat(GradMode.is_enabled()).isTrue();
        }
    }
}

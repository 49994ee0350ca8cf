package io.github.dann4j.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Network;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import java.util.DoubleSummaryStatistics;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two domains that differ only in how often each class occurs. There is nothing to adapt to, but a domain classifier
 * can distinguish them by the class, and to fool it the features must lose the class (Zhao et al. 2019, Theorem 4.8).
 * If the source is drawn by the target's class shares, the domain classifier finds no difference.
 */
class LabelShiftTest {
    private static final double LN_2 = Math.log(2); // loss of a domain classifier that knows nothing
    private static final int CLASSES = 2;
    private static final double NOISE = 25;
    private static final double CUE = 25;
    private static final double[] TARGET_SHARES = {0.9, 0.1};
    private static final TrainingSettings SETTINGS = new TrainingSettings(
            400, 32, new LearningRate.Cosine(0.02, 0), new OptimizerSettings.Sgd(0, 0), Precision.FP32);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void classSharesAloneTellTheDomainsApart_unlessTheSourceIsDrawnByTheTargets(long seed) {
        assertThat(domainLoss(new double[] {0.5, 0.5}, seed)).isLessThan(LN_2 - 0.05);
        assertThat(domainLoss(TARGET_SHARES, seed)).isCloseTo(LN_2, within(0.02));
    }

    /**
     * Returns L_d of a domain classifier on features that do not learn to fool it, averaged over the last quarter of
     * the run.
     */
    private static double domainLoss(double[] sourceShares, long seed) {
        try (ToyImages source = images(0.5, 10 + seed);
                ToyImages target = images(TARGET_SHARES[0], 20 + seed);
                Network network = new Network(ToyNets.linear(2, CLASSES), seed);
                AdaptationMethod dann = ToyRuns.dann(network, SETTINGS, 0, Passes.SEPARATE)) {
            BatchPairSampler pairs = BatchPairSampler.bySourceShares(
                    source.labeled(), sourceShares, target.unlabeled(), SETTINGS.batchSize(), Augmentation.NONE, seed);
            DoubleSummaryStatistics losses = new DoubleSummaryStatistics();
            TrainingLoop.run(dann, pairs, SETTINGS.steps(), seed, (context, step) -> {
                if (context.progress() >= 0.75) {
                    losses.accept(step.get(Term.DOMAIN_LOSS));
                }
            });
            return losses.getAverage();
        }
    }

    private static ToyImages images(double firstShare, long seed) {
        int count = 400;
        int[] labels = IntStream.range(0, count)
                .map(i -> i < firstShare * count ? 0 : 1)
                .toArray();
        return ToyImages.of(labels, CLASSES, seed, (pixels, label, random) -> {
            double brightness = 128 + (label == 0 ? -CUE : CUE) + NOISE / 3 * random.nextGaussian();
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (int) Math.round(brightness + NOISE * random.nextGaussian());
            }
        });
    }
}

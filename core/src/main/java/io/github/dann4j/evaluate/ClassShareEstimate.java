package io.github.dann4j.evaluate;

/**
 * An estimate of how often each class occurs in the unlabelled target, by a network that was trained on the source
 * alone.
 *
 * <p>A domain classifier enforces marginal alignment, which gives the target the source's class shares. If the true
 * shares differ, alignment alone mixes up classes (Zhao et al. 2019, "On learning invariant representations for domain
 * adaptation", Theorem 4.8), and it is better to draw the source by the target's shares (Tachet des Combes et al. 2020,
 * "Domain adaptation with conditional distribution matching and generalized label shift").
 *
 * <p>If the domains are far apart, counting the predictions of such a network is worthless, and trusting the counts
 * does more harm than plain alignment. So every target image is predicted twice, once with the batch statistics of each
 * domain. Both predictions are counted, and trusted to the extent that they agree.
 *
 * <p>During adversarial training the features of the domains move together. Later predictions, which use only the
 * target's statistics, are then more accurate than the first ones. The trust does not change.
 *
 * @param agreement share of target images with the same class in both predictions, in [0, 1]
 * @param predicted share of each class among the predictions
 * @param shares the estimate: {@code t · predicted + (1 − t) · source}, where the trust {@code t} rises from 0 at an
 *     agreement of 0.7 to 1 at an agreement of 0.85; each share is within a fifth to five times the source's share; the
 *     sum is 1
 */
public record ClassShareEstimate(double agreement, double[] predicted, double[] shares) {
    /** At or below this agreement of the two predictions, the counts are not trusted. */
    private static final double NO_TRUST = 0.7;

    /** From this agreement on, the counts are used as they are. */
    private static final double FULL_TRUST = 0.85;

    /**
     * Bound on the ratio of a class's share in the target to that in the source, and of its inverse, whatever the
     * counts.
     */
    private static final double LARGEST_RATIO = 5;

    /** Returns an estimate from later predictions, with the trust of this one. */
    ClassShareEstimate next(double[] laterPredicted, double[] source) {
        return of(agreement, laterPredicted, source);
    }

    /**
     * Creates an estimate.
     *
     * @param source share of each class in the source's training images; the sum is 1
     */
    static ClassShareEstimate of(double agreement, double[] predicted, double[] source) {
        double trust = Math.min(1, Math.max(0, (agreement - NO_TRUST) / (FULL_TRUST - NO_TRUST)));
        double[] shares = new double[source.length];
        double sum = 0;
        for (int c = 0; c < shares.length; c++) {
            double mixed = trust * predicted[c] + (1 - trust) * source[c];
            shares[c] = Math.min(source[c] * LARGEST_RATIO, Math.max(source[c] / LARGEST_RATIO, mixed));
            sum += shares[c];
        }
        for (int c = 0; c < shares.length; c++) {
            shares[c] /= sum;
        }
        return new ClassShareEstimate(agreement, predicted, shares);
    }
}

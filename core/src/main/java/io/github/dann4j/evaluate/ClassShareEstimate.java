package io.github.dann4j.evaluate;

/**
 * How often each class occurs in the unlabelled target, as far as a network that was trained on the source alone can tell.
 *
 * <p>Marginal alignment, which is what a domain classifier enforces, gives the target the source's class shares. Where they
 * truly differ, that alone mixes up classes (Zhao et al. 2019, "On learning invariant representations for domain
 * adaptation", Theorem 4.8), and the source is better drawn by the target's shares (Tachet des Combes et al. 2020, "Domain
 * adaptation with conditional distribution matching and generalized label shift").
 *
 * <p>Where the domains are far apart, counting such a network's predictions is worthless, and trusting the counts does more harm
 * than plain alignment. So every target image is predicted twice, by the batch statistics of either domain; both predictions
 * are counted, and trusted as far as they agree.
 *
 * <p>Once the adversary is at work, the features of the domains draw together, and later predictions, now by the target's
 * statistics, tell more than the first ones. The trust stays what it was.
 *
 * @param agreement share of target images given the same class both times, in [0, 1]
 * @param predicted share of each class among the predictions
 * @param shares the estimate: {@code t · predicted + (1 − t) · source}, where the trust {@code t} rises from 0 at an agreement of 0.7
 *     to 1 at one of 0.85; each within a fifth to five times the source's share; the sum is 1
 */
public record ClassShareEstimate(double agreement, double[] predicted, double[] shares) {
    /** Where the predictions by the statistics of either domain part this often, the counts tell nothing. */
    private static final double NO_TRUST = 0.7;

    /** From here on they are taken as they are. */
    private static final double FULL_TRUST = 0.85;

    /** A class may be met in the target as rarely or as often as this, relative to the source, however it was counted. */
    private static final double LARGEST_RATIO = 5;

    /** The estimate from later predictions. */
    ClassShareEstimate next(double[] laterPredicted, double[] source) {
        return of(agreement, laterPredicted, source);
    }

    /**
     * @param agreement see above
     * @param predicted see above
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

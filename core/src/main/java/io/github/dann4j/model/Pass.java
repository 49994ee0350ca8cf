package io.github.dann4j.model;

/**
 * What a forward pass is for.
 *
 * @param domain whose batch statistics are used or updated
 * @param batchStatistics true: normalise by the batch and update the domain's running statistics; false: use the running ones
 * @param dropout whether dropout is active
 * @param momentum share of the new batch in the updated running statistics
 */
public record Pass(Domain domain, boolean batchStatistics, boolean dropout, double momentum) {
    private static final double RUNNING_MOMENTUM = 0.1;

    /** A training pass over images of one domain (or of both at once, if their statistics are shared). */
    public static Pass train(Domain domain) {
        return new Pass(domain, true, true, RUNNING_MOMENTUM);
    }

    /** Whether it is one that is followed by an update. */
    boolean isTraining() {
        return batchStatistics && dropout;
    }

    /** A pass for predictions, by the running statistics of {@code domain}. */
    public static Pass evaluate(Domain domain) {
        return new Pass(domain, false, false, 0);
    }

    /** A pass that only measures statistics: the {@code k}-th of several (from 1), so that they end as the plain mean over all. */
    public static Pass measure(Domain domain, int k) {
        return new Pass(domain, true, false, 1.0 / k);
    }
}

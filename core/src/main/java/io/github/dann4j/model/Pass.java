package io.github.dann4j.model;

import io.github.dann4j.api.PublicApi;

/**
 * The mode of a forward pass.
 *
 * @param domain domain whose batch statistics are used or updated
 * @param batchStatistics true to normalise by the batch and update the domain's running statistics; false to normalise
 *     by the running statistics
 * @param dropout whether layers that draw, dropout and noise, are active
 * @param momentum share of the new batch in the updated running statistics
 */
@PublicApi
public record Pass(Domain domain, boolean batchStatistics, boolean dropout, double momentum) {
    private static final double RUNNING_MOMENTUM = 0.1;

    /** Returns a training pass over images of one domain, or of both together if their statistics are shared. */
    public static Pass train(Domain domain) {
        return new Pass(domain, true, true, RUNNING_MOMENTUM);
    }

    /** Returns whether an update follows this pass. */
    boolean isTraining() {
        return batchStatistics && dropout;
    }

    /** Returns a pass for predictions that uses the running statistics of {@code domain}. */
    public static Pass evaluate(Domain domain) {
        return new Pass(domain, false, false, 0);
    }

    /**
     * Returns a pass that only measures statistics, the {@code k}-th (from 1) of several. After the last one, the
     * running statistics are the plain mean over all.
     */
    public static Pass measure(Domain domain, int k) {
        return new Pass(domain, true, false, 1.0 / k);
    }
}

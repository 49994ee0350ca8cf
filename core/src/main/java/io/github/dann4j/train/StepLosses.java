package io.github.dann4j.train;

/**
 * What one update tells.
 *
 * @param labelLoss L_y, mean cross-entropy over the source batch, in nats
 * @param domainLoss L_d, mean binary cross-entropy over both domains, in nats; ln 2 ≈ 0.693 when the domains cannot be told
 *     apart; NaN for a method without a domain classifier
 * @param lambda λ in force; NaN for a method without one
 * @param labelGradient norm of ∂L_y/∂f over the batch, f the features of those images that went through with the source's;
 *     NaN where it is not measured
 * @param domainGradient norm of ∂L_d/∂f over the same features, before λ; NaN for a method without a domain classifier
 */
public record StepLosses(
        double labelLoss, double domainLoss, double lambda, double labelGradient, double domainGradient) {
    /** The losses of a method that has no domain classifier. */
    public static StepLosses ofLabels(double labelLoss) {
        return new StepLosses(labelLoss, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /** Whether the method has a domain classifier, at this step. */
    public boolean hasDomainLoss() {
        return !Double.isNaN(lambda);
    }

    /** Whether every loss that the method has is a finite number. */
    public boolean areFinite() {
        return Double.isFinite(labelLoss) && (!hasDomainLoss() || Double.isFinite(domainLoss));
    }
}

package io.github.dann4j.train;

import org.jspecify.annotations.Nullable;

/**
 * The gradients of one update at the features f of those images that went through with the source's, flattened, all of one
 * length.
 *
 * @param label ∂L_y/∂f
 * @param behind ∂L_d/∂R(f): what the domain classifier sends to the gradient reversal; null for a method without one
 * @param infront what arrives at the features in front of the reversal, ∂L_y/∂f − λ ∂L_d/∂f; null for a method without one
 */
public record FeatureGradients(float[] label, float @Nullable [] behind, float @Nullable [] infront) {
    /** The gradients of a method that has no domain classifier. */
    public static FeatureGradients ofLabels(float[] label) {
        return new FeatureGradients(label, null, null);
    }
}

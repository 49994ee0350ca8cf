package io.github.dann4j.train;

import org.jspecify.annotations.Nullable;

/**
 * The gradients of one step at the features f, for the images of the pass that contains the source images. All arrays
 * are flattened and have the same length.
 *
 * @param label ∂L_y/∂f
 * @param domain ∂L_d/∂R(f): what the domain classifier sends to the gradient reversal; null for a method without a
 *     domain classifier
 * @param combined ∂L_y/∂f − λ ∂L_d/∂f: what arrives at the features, after the reversal; null for a method without a
 *     domain classifier
 */
public record FeatureGradients(float[] label, float @Nullable [] domain, float @Nullable [] combined) {
    /** Returns the gradients of a method without a domain classifier. */
    public static FeatureGradients ofLabels(float[] label) {
        return new FeatureGradients(label, null, null);
    }
}

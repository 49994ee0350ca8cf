package io.github.dann4j.train;

/** Receives the gradients at the features, in the few steps for which it requests them. */
public interface GradientProbe {
    /** Requests no gradients. */
    GradientProbe NONE = new GradientProbe() {
        @Override
        public boolean wants(int step) {
            return false;
        }

        @Override
        public void gradients(FeatureGradients gradients) {}
    };

    /** Returns whether the gradients of this step are requested. They have to be copied, which costs time. */
    boolean wants(int step);

    /** Called on the training thread after the backward pass of a step for which {@link #wants} returned true. */
    void gradients(FeatureGradients gradients);
}

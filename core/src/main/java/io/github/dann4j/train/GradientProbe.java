package io.github.dann4j.train;

/** Is given the gradients at the features, in the few updates in which it asks for them. */
public interface GradientProbe {
    /** Asks for nothing. */
    GradientProbe NONE = new GradientProbe() {
        @Override
        public boolean wants(int step) {
            return false;
        }

        @Override
        public void gradients(FeatureGradients gradients) {}
    };

    /** Whether the gradients of this update are asked for: they have to be copied, which costs time. */
    boolean wants(int step);

    /** Called on the training's thread after the backward pass of an update that {@link #wants wanted} it. */
    void gradients(FeatureGradients gradients);
}

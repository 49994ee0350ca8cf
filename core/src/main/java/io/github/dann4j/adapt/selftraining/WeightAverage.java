package io.github.dann4j.adapt.selftraining;

import io.github.dann4j.model.Network;
import io.github.dann4j.train.StepContext;

/** The moving average of a network's weights, which several methods predict with. */
final class WeightAverage {
    private WeightAverage() {}

    /**
     * Moves an average towards the network: θ' ← αθ' + (1 − α)θ. In the first updates of the phase α is lower, at most
     * 1/2, 2/3, 3/4 and so on: with the full decay the average would consist mostly of the weights before them.
     *
     * @param decay α, in [0, 1)
     */
    static void follow(Network average, Network network, double decay, StepContext context) {
        int updates = context.step() - context.phase().from() + 1;
        average.average(network, Math.min(decay, 1 - 1 / (updates + 1.0)));
    }
}

package io.github.dann4j.experiment;

import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;

/**
 * A trained network with what it achieved; owns the network.
 *
 * @param targetStatistics whose batch statistics the network uses on target images
 */
public record TrainedRun(Network network, Domain targetStatistics, RunRecord record) implements AutoCloseable {
    @Override
    public void close() {
        network.close();
    }
}

package io.github.dann4j.model;

import io.github.dann4j.distribute.Collective;

/**
 * The copies of a network that are trained together, one on each worker: they begin alike, each sees its share of every batch, and
 * all are updated alike.
 *
 * @param workers that have a copy each
 * @param batchNorm whose images a batch norm normalises by, while the network is trained
 */
public record Replicas(Collective workers, BatchNormStatistics batchNorm) {
    /** Whose images the batch norms of a network in several copies normalise by, in training. */
    public enum BatchNormStatistics {
        /** Those of the whole batch: as one worker alone would; costs two small exchanges for each batch norm and pass. */
        SYNCHRONISED,
        /** Those of a worker's own share of the batch: no exchange, and other, noisier statistics than one worker alone has. */
        PER_WORKER
    }

    /** One network alone. */
    public static final Replicas NONE = new Replicas(Collective.ALONE, BatchNormStatistics.PER_WORKER);

    boolean synchronise() {
        return batchNorm == BatchNormStatistics.SYNCHRONISED && workers.share().isPartial();
    }
}

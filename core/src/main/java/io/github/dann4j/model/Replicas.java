package io.github.dann4j.model;

import io.github.dann4j.distribute.Collective;

/**
 * The copies of a network that are trained together, one on each worker. They start with the same weights, each sees
 * its share of every batch, and all get the same updates.
 *
 * @param workers workers that have one copy each
 * @param batchNorm images from which batch norms compute their statistics during training
 */
public record Replicas(Collective workers, BatchNormStatistics batchNorm) {
    /** The images from which the batch norms of several copies compute their statistics during training. */
    public enum BatchNormStatistics {
        /** The whole batch, as with a single worker. Costs two small exchanges per batch norm and pass. */
        SYNCHRONISED,
        /**
         * Each worker's share of the batch. Needs no exchange; the statistics differ from a single worker's and are
         * noisier.
         */
        PER_WORKER
    }

    /** A single network without copies. */
    public static final Replicas NONE = new Replicas(Collective.ALONE, BatchNormStatistics.PER_WORKER);

    boolean synchronise() {
        return batchNorm == BatchNormStatistics.SYNCHRONISED && workers.share().isPartial();
    }
}

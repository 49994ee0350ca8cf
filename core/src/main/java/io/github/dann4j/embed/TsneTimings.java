package io.github.dann4j.embed;

/**
 * Where the time of an embedding went, in seconds.
 *
 * @param neighbors search for the nearest neighbours
 * @param affinities widths of the kernels, and making them symmetric
 * @param initialisation first positions
 * @param attraction along the affinities, with the update of the positions
 * @param repulsion of all points on all
 * @param total everything, with the divergences at checkpoints
 */
public record TsneTimings(
        double neighbors,
        double affinities,
        double initialisation,
        double attraction,
        double repulsion,
        double total) {}

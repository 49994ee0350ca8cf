package io.github.dann4j.embed;

/**
 * Where the time of an embedding went, in seconds.
 *
 * @param neighbors search for the nearest neighbours
 * @param affinities widths of the kernels and symmetric affinities
 * @param initialisation initial positions
 * @param attraction attraction along the affinities, with the update of the positions
 * @param repulsion repulsion between all points
 * @param total everything, with the divergences at checkpoints
 */
public record TsneTimings(
        double neighbors,
        double affinities,
        double initialisation,
        double attraction,
        double repulsion,
        double total) {}

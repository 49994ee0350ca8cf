package io.github.dann4j.embed;

import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.NeighborSearch;

/**
 * Settings of one t-SNE; {@link #defaults()} are the usual ones.
 *
 * @param dimensions of the embedding, 1 or 2
 * @param affinities how similar points are
 * @param metric what distance is
 * @param neighborSearch how neighbours are found
 * @param initialisation where the descent begins
 * @param repulsion how the n² part is computed
 * @param degreesOfFreedom of the embedding's kernel, positive; 1 is t-SNE, 0.5 and less shows finer clusters
 * @param descent how the positions move
 * @param checkpointEvery iterations between two checkpoints, at which the divergence is computed and a listener asked; at least 1
 * @param seed of the noise in the initialisation, and of the randomised components of very wide points
 */
public record TsneSettings(
        int dimensions,
        Affinities affinities,
        Metric metric,
        NeighborSearch neighborSearch,
        Initialisation initialisation,
        Repulsion repulsion,
        double degreesOfFreedom,
        Descent descent,
        int checkpointEvery,
        long seed) {
    public TsneSettings {
        if (dimensions < 1 || dimensions > 2) {
            throw new IllegalArgumentException("dimensions must be 1 or 2, got " + dimensions);
        }
        if (checkpointEvery < 1) {
            throw new IllegalArgumentException("checkpointEvery must be at least 1, got " + checkpointEvery);
        }
        new StudentKernel(degreesOfFreedom); // checks it
    }

    /** Two dimensions, perplexity 30, Euclidean distance, principal components, everything else automatic; seed 0. */
    public static TsneSettings defaults() {
        return new TsneSettings(
                2,
                Affinities.perplexity(30),
                Metric.EUCLIDEAN,
                NeighborSearch.AUTO,
                Initialisation.principalComponents(),
                Repulsion.auto(),
                1,
                Descent.defaults(),
                50,
                0);
    }

    public TsneSettings withDimensions(int value) {
        return new TsneSettings(
                value,
                affinities,
                metric,
                neighborSearch,
                initialisation,
                repulsion,
                degreesOfFreedom,
                descent,
                checkpointEvery,
                seed);
    }

    public TsneSettings withAffinities(Affinities value) {
        return new TsneSettings(
                dimensions,
                value,
                metric,
                neighborSearch,
                initialisation,
                repulsion,
                degreesOfFreedom,
                descent,
                checkpointEvery,
                seed);
    }

    public TsneSettings withMetric(Metric value) {
        return new TsneSettings(
                dimensions,
                affinities,
                value,
                neighborSearch,
                initialisation,
                repulsion,
                degreesOfFreedom,
                descent,
                checkpointEvery,
                seed);
    }

    public TsneSettings withNeighborSearch(NeighborSearch value) {
        return new TsneSettings(
                dimensions,
                affinities,
                metric,
                value,
                initialisation,
                repulsion,
                degreesOfFreedom,
                descent,
                checkpointEvery,
                seed);
    }

    public TsneSettings withInitialisation(Initialisation value) {
        return new TsneSettings(
                dimensions,
                affinities,
                metric,
                neighborSearch,
                value,
                repulsion,
                degreesOfFreedom,
                descent,
                checkpointEvery,
                seed);
    }

    public TsneSettings withRepulsion(Repulsion value) {
        return new TsneSettings(
                dimensions,
                affinities,
                metric,
                neighborSearch,
                initialisation,
                value,
                degreesOfFreedom,
                descent,
                checkpointEvery,
                seed);
    }

    public TsneSettings withDegreesOfFreedom(double value) {
        return new TsneSettings(
                dimensions,
                affinities,
                metric,
                neighborSearch,
                initialisation,
                repulsion,
                value,
                descent,
                checkpointEvery,
                seed);
    }

    public TsneSettings withDescent(Descent value) {
        return new TsneSettings(
                dimensions,
                affinities,
                metric,
                neighborSearch,
                initialisation,
                repulsion,
                degreesOfFreedom,
                value,
                checkpointEvery,
                seed);
    }

    public TsneSettings withCheckpointEvery(int value) {
        return new TsneSettings(
                dimensions,
                affinities,
                metric,
                neighborSearch,
                initialisation,
                repulsion,
                degreesOfFreedom,
                descent,
                value,
                seed);
    }

    public TsneSettings withSeed(long value) {
        return new TsneSettings(
                dimensions,
                affinities,
                metric,
                neighborSearch,
                initialisation,
                repulsion,
                degreesOfFreedom,
                descent,
                checkpointEvery,
                value);
    }
}

package io.github.dann4j.embed;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.NeighborSearch;

/**
 * Settings of t-SNE. {@link #defaults()} returns the usual ones.
 *
 * @param dimensions dimensions of the embedding, 1 or 2
 * @param affinities similarity of points
 * @param metric distance between points
 * @param neighborSearch search for neighbours
 * @param initialisation initial positions
 * @param repulsion computation of the n² part
 * @param degreesOfFreedom degrees of freedom of the embedding's kernel, positive; 1 is t-SNE, 0.5 and less shows finer
 *     clusters
 * @param descent movement of the positions
 * @param checkpointEvery iterations between two checkpoints, at which the divergence is computed and the listener is
 *     called; at least 1
 * @param seed seed of the noise in the initialisation and of the randomised components of points with very many columns
 */
@PublicApi
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

    /**
     * Returns the usual settings: two dimensions, perplexity 30, Euclidean distance, principal components, seed 0;
     * everything else is automatic.
     */
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

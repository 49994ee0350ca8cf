package io.github.dann4j.embed;

/**
 * How new points are placed in a finished embedding (Poličar, Stražar, Zupan, Machine Learning 2023).
 *
 * @param perplexity of a new point among the embedded ones, at least 1: small, because only near ones matter
 * @param start where the descent begins
 * @param startNeighbors embedded points that the start is made of, at least 1
 * @param descent how new points move: gently, since one that overlaps an old one is pushed off hard
 */
public record TransformSettings(double perplexity, Start start, int startNeighbors, Descent descent) {
    /** Where a new point begins. */
    public enum Start {
        /** The median of its neighbours, in each coordinate. */
        MEDIAN,
        /** Their mean, weighted by affinity. */
        WEIGHTED
    }

    public TransformSettings {
        new Affinities.Perplexity(java.util.List.of(perplexity)); // checks it
        if (startNeighbors < 1) {
            throw new IllegalArgumentException("startNeighbors must be at least 1, got " + startNeighbors);
        }
    }

    /**
     * Perplexity 5, the weighted mean of 25 neighbours, 250 gentle iterations. With the median, openTSNE's choice, digits come a little
     * more often to the wrong cluster: 0.6 points of MNIST's 10,000 test digits among 10,000 embedded ones.
     */
    public static TransformSettings defaults() {
        return new TransformSettings(5, Start.WEIGHTED, 25, Descent.ofNewPoints());
    }

    public TransformSettings withPerplexity(double value) {
        return new TransformSettings(value, start, startNeighbors, descent);
    }

    public TransformSettings withStart(Start value, int neighbors) {
        return new TransformSettings(perplexity, value, neighbors, descent);
    }

    public TransformSettings withDescent(Descent value) {
        return new TransformSettings(perplexity, start, startNeighbors, value);
    }
}

package io.github.dann4j.embed.point;

import io.github.dann4j.api.PublicApi;
import java.util.Locale;

/** The search for nearest neighbours. */
@PublicApi
public enum NeighborSearch {
    /** Exact up to {@value #EXACT_UP_TO} points, approximate above. */
    AUTO,
    /** All distances, by blocked matrix products: n² · d operations, no neighbour is missed. */
    EXACT,
    /** An HNSW index (Malkov, Yashunin, TPAMI 2020): about n · log n operations, a few neighbours are missed. */
    APPROXIMATE;

    /**
     * Number of points at which all distances take about as long as building the index, which uses one thread so that
     * the index is the same every time. Estimated from smaller numbers; TsneBenchmark measures both.
     */
    static final int EXACT_UP_TO = 200_000;

    /** Returns the name in options: {@code auto}, {@code exact} or {@code approximate}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the k nearest other points of each point.
     *
     * @throws EmbeddingException if k is not 1 to n − 1
     */
    public Neighbors ofEach(Points points, int k, Metric metric) {
        try (Workers workers = new Workers()) {
            return ofEach(points, k, metric, workers);
        }
    }

    public Neighbors ofEach(Points points, int k, Metric metric, Workers workers) {
        requireNeighbors(k, points.count() - 1);
        Points comparable = metric.comparable(points);
        double scale = comparable.scale();
        try (NeighborIndex index = index(comparable.times(scale))) {
            return byMetric(index.ofEach(k, workers), metric, scale);
        }
    }

    /**
     * Returns the k points of {@code references} that are nearest to each query.
     *
     * @throws EmbeddingException if k is not 1 to the number of references, or the columns differ
     */
    public Neighbors of(Points queries, Points references, int k, Metric metric) {
        try (Workers workers = new Workers()) {
            return of(queries, references, k, metric, workers);
        }
    }

    public Neighbors of(Points queries, Points references, int k, Metric metric, Workers workers) {
        requireNeighbors(k, references.count());
        queries.requireDimensions(references.dimensions(), "the points to be found");
        Points comparable = metric.comparable(references);
        double scale = comparable.scale();
        try (NeighborIndex index = index(comparable.times(scale))) {
            return byMetric(index.of(metric.comparable(queries).times(scale), k, workers), metric, scale);
        }
    }

    private NeighborIndex index(Points references) {
        boolean exact = this == EXACT || (this == AUTO && references.count() <= EXACT_UP_TO);
        return exact ? new ExactNeighbors(references) : new ApproximateNeighbors(references);
    }

    private static void requireNeighbors(int k, int most) {
        if (k < 1 || k > most) {
            throw new EmbeddingException(String.format(
                    Locale.ROOT, "neighbours must be 1 to %d, the number of other points, got %d", most, k));
        }
    }

    private static Neighbors byMetric(Neighbors squared, Metric metric, double scale) {
        float[] distances = squared.distances();
        for (int i = 0; i < distances.length; i++) {
            distances[i] = (float) metric.distance(distances[i] / scale / scale);
        }
        return squared;
    }
}

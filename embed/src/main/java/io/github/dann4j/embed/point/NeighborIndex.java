package io.github.dann4j.embed.point;

/** An index of points for finding neighbours by Euclidean distance. Distances in results are squared. */
sealed interface NeighborIndex extends AutoCloseable permits ExactNeighbors, ApproximateNeighbors {
    /** Returns the k nearest other points of each point of the index. */
    Neighbors ofEach(int k, Workers workers);

    /** Returns the k points of the index that are nearest to each query. */
    Neighbors of(Points queries, int k, Workers workers);

    @Override
    void close();
}

package io.github.dann4j.embed.point;

/** Points among which neighbours are found, by Euclidean distance. Distances in results are squared. */
sealed interface NeighborIndex extends AutoCloseable permits ExactNeighbors, ApproximateNeighbors {
    /** The k nearest others of each point of the index. */
    Neighbors ofEach(int k, Workers workers);

    /** The k points of the index that are nearest to each query. */
    Neighbors of(Points queries, int k, Workers workers);

    @Override
    void close();
}

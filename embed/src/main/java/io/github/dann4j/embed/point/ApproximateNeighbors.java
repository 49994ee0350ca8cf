package io.github.dann4j.embed.point;

import io.github.dann4j.failure.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * Finds nearest neighbours with Lucene's HNSW graph. One thread builds the graph, because only then is it the same
 * every time; all threads search it.
 */
final class ApproximateNeighbors implements NeighborIndex {
    /** Edges per node, and candidates while building: the usual values for vectors of a few tens of dimensions. */
    private static final int EDGES = 16;

    private static final int BEAM = 100;

    /** Searches for twice as many neighbours as requested, which finds nearly all of them. */
    private static final int SEARCHED = 2;

    private static final int PART = 64;
    private static final long SEED = 42;

    private final Points references;
    private final OnHeapHnswGraph graph;

    /** @param references {@linkplain Metric#comparable comparable} by Euclidean distance */
    ApproximateNeighbors(Points references) {
        this.references = references;
        try {
            HnswGraphBuilder builder = HnswGraphBuilder.create(new Scorers(references), EDGES, BEAM, SEED);
            for (int i = 0; i < references.count(); i++) {
                Cancellation.check("the building of the neighbour index");
                builder.addGraphNode(i);
            }
            this.graph = builder.getCompletedGraph();
        } catch (IOException e) {
            throw new UncheckedIOException("an in-memory index does not read files", e);
        }
    }

    @Override
    public Neighbors ofEach(int k, Workers workers) {
        return search(references, true, k, workers);
    }

    @Override
    public Neighbors of(Points queries, int k, Workers workers) {
        return search(queries, false, k, workers);
    }

    private Neighbors search(Points queries, boolean own, int k, Workers workers) {
        Neighbors result = new Neighbors(k, new int[queries.count() * k], new float[queries.count() * k]);
        int searched = Math.min(references.count(), SEARCHED * k + 1);
        workers.forEachInterruptibly(queries.count(), PART, "the search for neighbours", (from, to) -> {
            for (int i = from; i < to; i++) {
                long[] keys = search(queries, own, i, searched);
                if (keys.length < k) { // a graph may have parts that are not connected
                    keys = search(queries, own, i, references.count());
                }
                if (keys.length < k) {
                    throw new EmbeddingException(String.format(
                            Locale.ROOT,
                            "the approximate index reaches only %d of %d neighbours of point %d: search exactly",
                            keys.length,
                            k,
                            i));
                }
                for (int j = 0; j < k; j++) {
                    result.indices()[i * k + j] = (int) keys[j];
                    result.distances()[i * k + j] = Float.intBitsToFloat((int) (keys[j] >>> 32));
                }
            }
        });
        return result;
    }

    /** Returns the points found, nearest first, as the bits of the squared distance and the number. */
    private long[] search(Points queries, boolean own, int query, int searched) {
        try {
            ScoreDoc[] found = HnswGraphSearcher.search(
                            new Scorer(queries, query, references), searched, graph, null, Integer.MAX_VALUE)
                    .topDocs()
                    .scoreDocs;
            return Arrays.stream(found)
                    .filter(one -> !own || one.doc != query)
                    .mapToLong(one ->
                            (long) Float.floatToRawIntBits(square(queries, query, references, one.doc)) << 32 | one.doc)
                    .sorted()
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException("an in-memory index does not read files", e);
        }
    }

    private static float square(Points left, int i, Points right, int j) {
        float[] a = left.values();
        float[] b = right.values();
        int d = left.dimensions();
        int at = i * d;
        int other = j * d;
        float first = 0; // four sums that do not depend on each other
        float second = 0;
        float third = 0;
        float fourth = 0;
        int c = 0;
        for (; c + 3 < d; c += 4) {
            float d0 = a[at + c] - b[other + c];
            float d1 = a[at + c + 1] - b[other + c + 1];
            float d2 = a[at + c + 2] - b[other + c + 2];
            float d3 = a[at + c + 3] - b[other + c + 3];
            first += d0 * d0;
            second += d1 * d1;
            third += d2 * d2;
            fourth += d3 * d3;
        }
        for (; c < d; c++) {
            float rest = a[at + c] - b[other + c];
            first += rest * rest;
        }
        return (first + second) + (third + fourth);
    }

    /** Similarity as Lucene requires it: positive, and higher for nearer points. */
    private record Scorer(Points queries, int query, Points references) implements RandomVectorScorer {
        @Override
        public float score(int node) {
            return 1 / (1 + square(queries, query, references, node));
        }

        @Override
        public int maxOrd() {
            return references.count();
        }
    }

    private record Scorers(Points references) implements RandomVectorScorerSupplier {
        @Override
        public RandomVectorScorer scorer(int node) {
            return new Scorer(references, node, references);
        }

        @Override
        public RandomVectorScorerSupplier copy() {
            return this;
        }
    }

    @Override
    public void close() {
        // Its memory is Java's own.
    }
}

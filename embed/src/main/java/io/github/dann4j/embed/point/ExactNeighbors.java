package io.github.dann4j.embed.point;

import static org.bytedeco.pytorch.global.torch.mm_out;

import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Finds nearest neighbours by all distances, as |q − r|² = |q|² + |r|² − 2 q·r. The products are matrix products of
 * blocks that stay in the processor's cache.
 *
 * <p>Such distances have rounding errors, large ones for nearby points far from the origin. So the points are centred,
 * a few more neighbours than requested are kept, and their distances are computed again from the differences, in
 * float64. If rounding might still have excluded a true neighbour, the point is compared with all others in float64.
 * The result is exact and does not depend on the other queries of the same call.
 */
final class ExactNeighbors implements NeighborIndex {
    /** Maximum number of queries in a block: 256 × 4096 products are 4 MB. */
    private static final int MOST_QUERIES = 256;

    private static final int TILE = 4096;

    /** Maximum number of values of the queries in a block; with very many columns, a block has fewer queries. */
    private static final int BLOCK_VALUES = 1 << 22;

    /**
     * Rounding error of a float32 product of length d, as a multiple of √d: a random walk of d steps, with a margin.
     */
    private static final double ROUNDING = 4 * Math.pow(2, -24);

    private static final double LARGEST_NORM = 1e18;

    private final Points references;
    private final double[] mean;
    /** float32 {@code [n, d + 1]}: the centred point and its squared norm. */
    private final Tensor augmented;

    private final double largestNorm;
    /** The same number for every call, so that the products of a query do not depend on the other queries. */
    private final int blockQueries;

    /** @param references {@linkplain Metric#comparable comparable} by Euclidean distance */
    ExactNeighbors(Points references) {
        this.references = references;
        this.mean = references.mean();
        int d = references.dimensions();
        float[] rows = new float[references.count() * (d + 1)];
        double largest = 0;
        for (int i = 0; i < references.count(); i++) {
            double square = centre(references, i, rows, i * (d + 1));
            rows[i * (d + 1) + d] = (float) square;
            largest = Math.max(largest, square);
        }
        this.largestNorm = Math.sqrt(largest);
        this.blockQueries = Math.max(16, Math.min(MOST_QUERIES, BLOCK_VALUES / (d + 1)));
        requireRange(largestNorm);
        try (PointerScope scope = new PointerScope()) {
            this.augmented = Tensors.ofFloats(rows, references.count(), d + 1).retainReference();
        }
    }

    private static void requireRange(double norm) {
        if (norm > LARGEST_NORM) {
            throw new EmbeddingException(String.format(
                    Locale.ROOT,
                    "points lie up to %.3g from their mean; their distances need at most %.0g: scale the columns",
                    norm,
                    LARGEST_NORM));
        }
    }

    /** Writes a centred point and returns its squared norm. */
    private double centre(Points points, int row, float[] to, int at) {
        double square = 0;
        for (int c = 0; c < mean.length; c++) {
            float value = (float) (points.get(row, c) - mean[c]);
            to[at + c] = value;
            square += (double) value * value;
        }
        return square;
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
        workers.forEachInterruptibly(queries.count(), blockQueries, "the search for neighbours", (from, to) -> {
            try (PointerScope scope = new PointerScope()) {
                new Block(queries, own, k, from, to).search(result);
            }
        });
        return result;
    }

    /** Searches for some of the queries, in one thread. */
    private final class Block {
        private final Points queries;
        private final boolean own;
        private final int k;
        private final int from;
        private final int rows;
        private final int d = references.dimensions();
        /** Squared norms of the centred queries. */
        private final double[] squares;

        private final Tensor factors; // [blockQueries, d + 1]: −2 q, 1
        private final Candidates candidates;

        Block(Points queries, boolean own, int k, int from, int to) {
            this.queries = queries;
            this.own = own;
            this.k = k;
            this.from = from;
            this.rows = to - from;
            this.squares = new double[rows];
            this.candidates = new Candidates(rows, Math.min(references.count(), k + Math.max(16, k / 4)));
            float[] factor = new float[blockQueries * (d + 1)];
            for (int row = 0; row < rows; row++) {
                int at = row * (d + 1);
                squares[row] = centre(queries, from + row, factor, at);
                requireRange(Math.sqrt(squares[row]));
                for (int c = 0; c < d; c++) {
                    factor[at + c] *= -2;
                }
                factor[at + d] = 1;
            }
            this.factors = Tensors.ofFloats(factor, blockQueries, d + 1);
        }

        void search(Neighbors result) {
            float[] products = new float[rows * Math.min(TILE, references.count())];
            for (int first = 0; first < references.count(); first += TILE) {
                int width = Math.min(TILE, references.count() - first);
                try (PointerScope scope = new PointerScope()) {
                    Tensor part = augmented.slice(0, new LongOptional(first), new LongOptional(first + width), 1);
                    Tensor product = Tensors.empty(ScalarType.Float, blockQueries, width); // |r|² − 2 q·r
                    mm_out(product, factors, part.t());
                    new FloatPointer(product.data_ptr()).get(products, 0, rows * width);
                }
                for (int row = 0; row < rows; row++) {
                    candidates.offer(row, products, row * width, width, first, own ? from + row : -1);
                }
            }
            for (int row = 0; row < rows; row++) {
                write(row, nearest(row), result);
            }
        }

        private void write(int row, long[] keys, Neighbors result) {
            int at = (from + row) * k;
            for (int j = 0; j < k; j++) {
                result.indices()[at + j] = (int) keys[j];
                result.distances()[at + j] = Float.intBitsToFloat((int) (keys[j] >>> 32)); // still squared
            }
        }

        /** Returns the keys of the k nearest, sorted. */
        private long[] nearest(int row) {
            double keptOut = candidates.finish(row) + squares[row];
            long[] keys = new long[candidates.kept(row)];
            for (int j = 0; j < keys.length; j++) {
                keys[j] = key(from + row, candidates.index(row, j));
            }
            Arrays.sort(keys);
            double reach = Math.sqrt(squares[row]) + largestNorm;
            double doubt = ROUNDING * Math.sqrt(d + 16) * reach * reach;
            boolean certain = keys.length >= k && square(keys[k - 1]) < keptOut - doubt;
            return certain ? keys : amongAll(from + row);
        }

        private long[] amongAll(int query) {
            long[] largestFirst = new long[k]; // a heap
            Arrays.fill(largestFirst, Long.MAX_VALUE);
            for (int r = 0; r < references.count(); r++) {
                if (!own || r != query) {
                    long key = key(query, r);
                    if (key < largestFirst[0]) {
                        replaceLargest(largestFirst, key);
                    }
                }
            }
            Arrays.sort(largestFirst);
            return largestFirst;
        }

        /**
         * Returns the squared distance as float32 bits, which sort like non-negative numbers, followed by the point's
         * number.
         */
        private long key(int query, int reference) {
            float[] q = queries.values();
            float[] r = references.values();
            double square = 0;
            for (int i = query * d, j = reference * d, end = i + d; i < end; i++, j++) {
                double difference = (double) q[i] - r[j];
                square += difference * difference;
            }
            return (long) Float.floatToRawIntBits((float) square) << 32 | reference;
        }

        private double square(long key) {
            return Float.intBitsToFloat((int) (key >>> 32));
        }
    }

    private static void replaceLargest(long[] heap, long key) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= heap.length) {
                break;
            }
            if (child + 1 < heap.length && heap[child + 1] > heap[child]) {
                child++;
            }
            if (heap[child] <= key) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = key;
    }

    /** The smallest values seen in each of some rows, with their positions. */
    private static final class Candidates {
        private final int wanted;
        private final int room;
        private final float[] values;
        private final int[] indices;
        private final int[] counts;
        private final float[] bounds;

        Candidates(int rows, int wanted) {
            this.wanted = wanted;
            this.room = 2 * wanted + 64;
            this.values = new float[rows * room];
            this.indices = new int[rows * room];
            this.counts = new int[rows];
            this.bounds = new float[rows];
            Arrays.fill(bounds, Float.POSITIVE_INFINITY);
        }

        /**
         * Adds candidates for the smallest from {@code offered[at .. at + length - 1]}, numbered from {@code first} on.
         */
        void offer(int row, float[] offered, int at, int length, int first, int except) {
            float bound = bounds[row];
            int base = row * room;
            int count = counts[row];
            for (int j = 0; j < length; j++) {
                float value = offered[at + j];
                if (value < bound && first + j != except) {
                    values[base + count] = value;
                    indices[base + count] = first + j;
                    count++;
                    if (count == room) {
                        bound = keepSmallest(base, count);
                        count = wanted;
                    }
                }
            }
            bounds[row] = bound;
            counts[row] = count;
        }

        /** Cuts a row to the wanted size and returns a bound below which no value was dropped. */
        float finish(int row) {
            if (counts[row] > wanted) {
                bounds[row] = keepSmallest(row * room, counts[row]);
                counts[row] = wanted;
            }
            return bounds[row];
        }

        int kept(int row) {
            return counts[row];
        }

        int index(int row, int j) {
            return indices[row * room + j];
        }

        /** Quickselect: moves the {@code wanted} smallest values to the front and returns the largest of them. */
        private float keepSmallest(int base, int count) {
            int low = base;
            int high = base + count - 1;
            int last = base + wanted - 1;
            while (low < high) {
                float pivot = median(values[low], values[(low + high) >>> 1], values[high]);
                int i = low;
                int j = high;
                while (i <= j) {
                    while (values[i] < pivot) {
                        i++;
                    }
                    while (values[j] > pivot) {
                        j--;
                    }
                    if (i <= j) {
                        swap(i++, j--);
                    }
                }
                if (last <= j) {
                    high = j;
                } else if (last >= i) {
                    low = i;
                } else {
                    break;
                }
            }
            return values[last];
        }

        private static float median(float a, float b, float c) {
            return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
        }

        private void swap(int i, int j) {
            float value = values[i];
            values[i] = values[j];
            values[j] = value;
            int index = indices[i];
            indices[i] = indices[j];
            indices[j] = index;
        }
    }

    @Override
    public void close() {
        augmented.releaseReference();
    }
}

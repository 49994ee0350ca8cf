package io.github.dann4j.embed;

import io.github.dann4j.embed.point.EmbeddingException;
import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.NeighborSearch;
import io.github.dann4j.embed.point.Points;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Reads and writes embeddings as bytes, big-endian: 8 bytes of magic; metric, search, repulsion, degrees of freedom,
 * affinities; divergence, iterations, seconds; n, d, dimensions; the points as float32; the coordinates as float64;
 * CRC-32 of everything before. Input is not trusted: reading allocates memory only in proportion to the bytes read.
 */
final class EmbeddingFormat {
    private static final byte[] MAGIC = "d4jtsne1".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 1 << 16;

    private EmbeddingFormat() {}

    static void write(TsneEmbedding embedding, OutputStream stream) throws IOException {
        CRC32 sum = new CRC32();
        DataOutputStream out = new DataOutputStream(new CheckedOutputStream(stream, sum));
        out.write(MAGIC);
        TsneSettings settings = embedding.settings();
        out.writeByte(settings.metric().ordinal());
        out.writeByte(settings.neighborSearch().ordinal());
        writeRepulsion(settings.repulsion(), out);
        out.writeDouble(settings.degreesOfFreedom());
        writeAffinities(embedding.affinities(), out);
        out.writeDouble(embedding.klDivergence());
        out.writeInt(embedding.iterations());
        TsneTimings timings = embedding.timings();
        for (double seconds : new double[] {
            timings.neighbors(),
            timings.affinities(),
            timings.initialisation(),
            timings.attraction(),
            timings.repulsion(),
            timings.total()
        }) {
            out.writeDouble(seconds);
        }
        Points points = embedding.points();
        out.writeInt(points.count());
        out.writeInt(points.dimensions());
        out.writeInt(settings.dimensions());
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        float[] values = points.values();
        for (int from = 0; from < values.length; from += BLOCK / Float.BYTES) {
            int count = Math.min(BLOCK / Float.BYTES, values.length - from);
            block.asFloatBuffer().put(values, from, count);
            out.write(block.array(), 0, count * Float.BYTES);
        }
        for (double[] row : embedding.coordinates()) {
            for (double value : row) {
                out.writeDouble(value);
            }
        }
        long checksum = sum.getValue();
        out.writeLong(checksum);
        out.flush();
    }

    private static void writeRepulsion(Repulsion repulsion, DataOutputStream out) throws IOException {
        if (repulsion instanceof Repulsion.BarnesHut tree) {
            out.writeByte(2);
            out.writeDouble(tree.theta());
        } else if (repulsion instanceof Repulsion.Interpolated grid) {
            out.writeByte(3);
            out.writeInt(grid.minNodes());
            out.writeDouble(grid.spacing());
        } else {
            out.writeByte(repulsion instanceof Repulsion.Exact ? 1 : 0);
        }
    }

    private static void writeAffinities(Affinities affinities, DataOutputStream out) throws IOException {
        if (affinities instanceof Affinities.Perplexity several) {
            out.writeByte(0);
            out.writeByte(several.perplexities().size());
            for (double perplexity : several.perplexities()) {
                out.writeDouble(perplexity);
            }
        } else if (affinities instanceof Affinities.FixedSigma fixed) {
            out.writeByte(1);
            out.writeDouble(fixed.sigma());
            out.writeInt(fixed.neighbors());
        } else if (affinities instanceof Affinities.Uniform uniform) {
            out.writeByte(2);
            out.writeInt(uniform.neighbors());
        }
    }

    static TsneEmbedding read(InputStream stream) throws IOException {
        CRC32 sum = new CRC32();
        DataInputStream in = new DataInputStream(new CheckedInputStream(stream, sum));
        try {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new EmbeddingException("not a saved embedding of dann4j: the first 8 bytes are not 'd4jtsne1'");
            }
            return read(in, sum);
        } catch (EOFException e) {
            throw new EmbeddingException("the saved embedding is cut off");
        } catch (IllegalArgumentException | ArithmeticException | ArrayIndexOutOfBoundsException e) {
            throw new EmbeddingException("the saved embedding is damaged: " + e.getMessage());
        }
    }

    private static TsneEmbedding read(DataInputStream in, CRC32 sum) throws IOException {
        Metric metric = Metric.values()[in.readUnsignedByte()];
        NeighborSearch search = NeighborSearch.values()[in.readUnsignedByte()];
        Repulsion repulsion = readRepulsion(in);
        double degreesOfFreedom = in.readDouble();
        Affinities affinities = readAffinities(in);
        double divergence = in.readDouble();
        int iterations = in.readInt();
        TsneTimings timings = new TsneTimings(
                in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        int n = in.readInt();
        int d = in.readInt();
        int dimensions = in.readInt();
        if (n < 2 || d < 1 || dimensions < 1 || dimensions > 2 || (long) n * d > Integer.MAX_VALUE - 8) {
            throw new EmbeddingException(String.format(
                    Locale.ROOT,
                    "the saved embedding is damaged: %d points of %d columns in %d dimensions",
                    n,
                    d,
                    dimensions));
        }
        float[] values = readFloats(in, n * d);
        double[][] coordinates = readRows(in, n, dimensions);
        long expected = sum.getValue();
        if (in.readLong() != expected) {
            throw new EmbeddingException("the saved embedding is damaged: its checksum does not match");
        }
        TsneSettings settings = TsneSettings.defaults()
                .withDimensions(dimensions)
                .withAffinities(affinities)
                .withMetric(metric)
                .withNeighborSearch(search)
                .withRepulsion(repulsion)
                .withDegreesOfFreedom(degreesOfFreedom);
        return new TsneEmbedding(
                settings, affinities, Points.wrap(values, n, d), coordinates, divergence, iterations, timings);
    }

    private static Repulsion readRepulsion(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case 0 -> Repulsion.auto();
            case 1 -> Repulsion.exact();
            case 2 -> new Repulsion.BarnesHut(in.readDouble());
            case 3 -> new Repulsion.Interpolated(in.readInt(), in.readDouble());
            default -> throw new EmbeddingException("the saved embedding is damaged: repulsion of kind " + kind);
        };
    }

    private static Affinities readAffinities(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        switch (kind) {
            case 0:
                Double[] perplexities = new Double[in.readUnsignedByte()];
                for (int i = 0; i < perplexities.length; i++) {
                    perplexities[i] = in.readDouble();
                }
                return new Affinities.Perplexity(List.of(perplexities));
            case 1:
                return new Affinities.FixedSigma(in.readDouble(), in.readInt());
            case 2:
                return new Affinities.Uniform(in.readInt());
            default:
                throw new EmbeddingException("the saved embedding is damaged: affinities of kind " + kind);
        }
    }

    /** Grows the array with the data read, so that a wrong count costs no memory. */
    private static float[] readFloats(DataInputStream in, int count) throws IOException {
        float[] values = new float[Math.min(count, BLOCK)];
        byte[] block = new byte[BLOCK];
        for (int done = 0; done < count; ) {
            int some = Math.min(BLOCK / Float.BYTES, count - done);
            in.readFully(block, 0, some * Float.BYTES);
            if (done + some > values.length) {
                values = Arrays.copyOf(values, (int) Math.min(count, 2L * values.length));
            }
            ByteBuffer.wrap(block).asFloatBuffer().get(values, done, some);
            done += some;
        }
        return values;
    }

    private static double[][] readRows(DataInputStream in, int n, int dimensions) throws IOException {
        double[][] rows = new double[n][]; // no larger than the points, which have been read
        for (int i = 0; i < n; i++) {
            rows[i] = new double[dimensions];
            for (int c = 0; c < dimensions; c++) {
                rows[i][c] = in.readDouble();
                if (!Double.isFinite(rows[i][c])) {
                    throw new EmbeddingException(String.format(
                            Locale.ROOT, "the saved embedding is damaged: point %d lies at %s", i, rows[i][c]));
                }
            }
        }
        return rows;
    }
}

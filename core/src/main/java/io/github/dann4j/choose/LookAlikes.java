package io.github.dann4j.choose;

import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.failure.Cancellation;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;

/**
 * How many images of the target look like another image: the same photograph in another size, compression, brightness or
 * contrast. Copies count too. Two images look alike if at most {@value #MOST_BITS} of the 64 bits of their difference
 * hashes differ (whether a pixel is brighter than its right neighbour, at 9 × 8 grey pixels), and if their grey values at
 * {@value #SIDE} × {@value #SIDE} pixels have a correlation of at least {@value #ALIKE}. Images of one colour look like none.
 *
 * @param compared number of target images that were compared, spread evenly over the target; 0 for rows of features
 * @param inSource how many of them look like one of at most {@value #MOST_OTHERS} source images, spread evenly
 * @param inTarget how many of them look like another of at most {@value #MOST_OTHERS} target images, spread evenly
 */
record LookAlikes(int compared, int inSource, int inTarget) {
    /** Target images that are compared. */
    static final int MOST = 2000;

    /** Images of a domain with which they are compared. */
    static final int MOST_OTHERS = 10_000;

    private static final int MOST_BITS = 6;
    private static final double ALIKE = 0.995;
    private static final int SIDE = 16;
    private static final int HASH_SIDE = 8;

    /** Images whose grey values have a smaller standard deviation have no shape to compare, of 255. */
    private static final double FLAT = 2;

    static LookAlikes of(ExampleSet source, ExampleSet target) {
        if (!(source instanceof ImageSet ofSource) || !(target instanceof ImageSet ofTarget)) {
            return new LookAlikes(0, 0, 0);
        }
        Prints sources = Prints.of(ofSource, MOST_OTHERS);
        Prints targets = Prints.of(ofTarget, MOST_OTHERS);
        int[] some = spread(targets.hashes.length, MOST);
        return new LookAlikes(
                some.length,
                (int) Arrays.stream(some)
                        .parallel()
                        .filter(i -> targets.isAlike(i, sources, -1))
                        .count(),
                (int) Arrays.stream(some)
                        .parallel()
                        .filter(i -> targets.isAlike(i, targets, i))
                        .count());
    }

    /**
     * What is compared of each image.
     *
     * @param hashes {@code [n]} difference hashes
     * @param values {@code [n][SIDE * SIDE]} of mean 0 and length 1; zeros for a flat image
     */
    private record Prints(long[] hashes, float[][] values) {
        static Prints of(ImageSet set, int most) {
            int[] some = spread(set.size(), most);
            int bytes = set.height() * set.width() * set.channels();
            BytePointer pixels = new BytePointer(set.images().data_ptr());
            Prints prints = new Prints(new long[some.length], new float[some.length][]);
            IntStream.range(0, some.length).parallel().forEach(i -> {
                Cancellation.check("the comparison of images");
                byte[] image = new byte[bytes];
                new BytePointer(pixels).position((long) some[i] * bytes).get(image, 0, bytes);
                double[] grey = grey(image, set.channels());
                prints.hashes[i] = hash(shrunk(grey, set.width(), set.height(), HASH_SIDE + 1, HASH_SIDE));
                prints.values[i] = standard(shrunk(grey, set.width(), set.height(), SIDE, SIDE));
            });
            return prints;
        }

        boolean isAlike(int image, Prints others, int except) {
            for (int i = 0; i < others.hashes.length; i++) {
                if (i != except
                        && Long.bitCount(hashes[image] ^ others.hashes[i]) <= MOST_BITS
                        && product(values[image], others.values[i]) >= ALIKE) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Returns the numbers of {@code count} examples spread evenly over {@code size}, or all if there are fewer. */
    private static int[] spread(int size, int count) {
        int fewer = Math.min(count, size);
        return IntStream.range(0, fewer)
                .map(i -> (int) ((long) i * size / fewer))
                .toArray();
    }

    private static double[] grey(byte[] image, int channels) {
        double[] grey = new double[image.length / channels];
        for (int p = 0; p < grey.length; p++) {
            for (int c = 0; c < channels; c++) {
                grey[p] += (double) (image[p * channels + c] & 0xff) / channels;
            }
        }
        return grey;
    }

    /** Returns the means over equal areas; a pixel that lies in two areas counts with its share in each. */
    private static double[] shrunk(double[] grey, int width, int height, int columns, int rows) {
        double[] lines = new double[height * columns];
        for (int y = 0; y < height; y++) {
            for (int c = 0; c < columns; c++) {
                lines[y * columns + c] = mean(grey, y * width, 1, width, c, columns);
            }
        }
        double[] shrunk = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                shrunk[r * columns + c] = mean(lines, c, columns, height, r, rows);
            }
        }
        return shrunk;
    }

    /** Returns the mean of part {@code part} of {@code parts} equal parts of {@code count} values. */
    private static double mean(double[] values, int first, int stride, int count, int part, int parts) {
        double from = (double) part * count / parts;
        double to = (double) (part + 1) * count / parts;
        double sum = 0;
        for (int i = (int) from; i < Math.min(count, Math.ceil(to)); i++) {
            sum += (Math.min(to, i + 1) - Math.max(from, i)) * values[first + i * stride];
        }
        return sum / (to - from);
    }

    private static long hash(double[] grey) {
        long hash = 0;
        for (int y = 0; y < HASH_SIDE; y++) {
            for (int x = 0; x < HASH_SIDE; x++) {
                int at = y * (HASH_SIDE + 1) + x;
                hash = hash << 1 | (grey[at] > grey[at + 1] ? 1 : 0);
            }
        }
        return hash;
    }

    private static float[] standard(double[] grey) {
        double mean = Arrays.stream(grey).average().orElse(0);
        double squares = Arrays.stream(grey)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        float[] standard = new float[grey.length];
        for (int i = 0; i < grey.length && squares >= FLAT * FLAT * grey.length; i++) {
            standard[i] = (float) ((grey[i] - mean) / Math.sqrt(squares));
        }
        return standard;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}

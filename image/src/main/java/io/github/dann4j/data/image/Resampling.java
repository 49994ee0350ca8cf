package io.github.dann4j.data.image;

import java.util.Arrays;

/**
 * The resizing of images of one size to another: a filter along the rows, then one along the columns, in float32,
 * rounded once at the end, half up. Weights of pixels beyond the edge are left out, and the others are scaled to sum to
 * 1.
 */
final class Resampling {
    private static final int CHANNELS = 3;

    private final int width;
    private final Filter columns;
    private final Filter rows;

    private Resampling(int width, Filter columns, Filter rows) {
        this.width = width;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * @param antialias whether the filter widens with the scale when the image shrinks, so that every pixel counts
     */
    static Resampling of(int width, int height, int across, int down, Interpolation interpolation, boolean antialias) {
        return new Resampling(
                width,
                new Filter(width, across, interpolation, antialias),
                new Filter(height, down, interpolation, antialias));
    }

    /** Returns the whole resized image, {@code [down, across, 3]}. */
    byte[] all(byte[] rgb) {
        return part(rgb, 0, 0, columns.taps.length, rows.taps.length);
    }

    /** Returns a part of the resized image, {@code [down, across, 3]}; only what it needs is computed. */
    byte[] part(byte[] rgb, int left, int top, int across, int down) {
        int from = rows.first[top];
        int to = from;
        for (int y = top; y < top + down; y++) {
            from = Math.min(from, rows.first[y]);
            to = Math.max(to, rows.first[y] + rows.taps[y]);
        }
        int line = across * CHANNELS;
        float[] narrow = new float[(to - from) * line];
        for (int y = from; y < to; y++) {
            for (int x = 0; x < across; x++) {
                int out = (y - from) * line + x * CHANNELS;
                float[] weights = columns.weight[left + x];
                int at = (y * width + columns.first[left + x]) * CHANNELS;
                float red = 0;
                float green = 0;
                float blue = 0;
                for (float weight : weights) {
                    red += weight * (rgb[at] & 0xff);
                    green += weight * (rgb[at + 1] & 0xff);
                    blue += weight * (rgb[at + 2] & 0xff);
                    at += CHANNELS;
                }
                narrow[out] = red;
                narrow[out + 1] = green;
                narrow[out + 2] = blue;
            }
        }
        byte[] result = new byte[down * line];
        float[] sums = new float[line];
        for (int y = 0; y < down; y++) {
            Arrays.fill(sums, 0);
            for (int tap = 0; tap < rows.taps[top + y]; tap++) {
                float weight = rows.weight[top + y][tap];
                int row = (rows.first[top + y] + tap - from) * line;
                for (int i = 0; i < line; i++) {
                    sums[i] += weight * narrow[row + i];
                }
            }
            for (int i = 0; i < line; i++) {
                result[y * line + i] = (byte) Math.max(0, Math.min(255, Math.round(sums[i])));
            }
        }
        return result;
    }

    /** The input pixels that contribute to each output pixel: the few with a weight; the weights sum to 1. */
    private static final class Filter {
        final int[] first;
        final int[] taps;
        final float[][] weight;

        Filter(int length, int side, Interpolation interpolation, boolean antialias) {
            first = new int[side];
            taps = new int[side];
            weight = new float[side][];
            double scale = (double) length / side;
            double stretch = antialias ? Math.max(1, scale) : 1;
            double reach = interpolation.reach() * stretch;
            for (int out = 0; out < side; out++) {
                double centre = (out + 0.5) * scale;
                if (interpolation == Interpolation.NEAREST || length == side) {
                    set(out, Math.min(length - 1, (int) Math.floor(centre)), new double[] {1});
                    continue;
                }
                int from = Math.max(0, (int) Math.floor(centre - reach - 0.5));
                int to = Math.min(length, (int) Math.ceil(centre + reach + 0.5));
                double[] weights = new double[to - from];
                for (int in = from; in < to; in++) {
                    weights[in - from] = interpolation.weight((in + 0.5 - centre) / stretch);
                }
                set(out, from, weights);
            }
        }

        private void set(int out, int from, double[] weights) {
            double sum = 0; // in this order, not compensated: cached images and older models depend on the bits
            for (double one : weights) {
                sum += one;
            }
            first[out] = from;
            taps[out] = weights.length;
            weight[out] = new float[weights.length];
            for (int i = 0; i < weights.length; i++) {
                weight[out][i] = (float) (weights[i] / sum);
            }
        }
    }
}

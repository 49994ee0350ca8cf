package io.github.dann4j.data;

/**
 * One decoded picture of any size.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb {@code [height, width, 3]}, red, green, blue, 0 to 255
 * @param frames pictures in the file; more than 1 for an animation, of which this is the first
 */
record Picture(int width, int height, byte[] rgb, int frames) {
    private static final int CHANNELS = 3;

    /**
     * A box inside of a picture, corners included.
     *
     * @param left column of its first pixel, from 0
     * @param top row of its first pixel, from 0
     */
    record Box(int left, int top, int right, int bottom) {
        Box {
            if (left < 0 || top < 0 || right < left || bottom < top) {
                throw new IllegalArgumentException(
                        "box %d, %d to %d, %d holds no pixel".formatted(left, top, right, bottom));
            }
        }
    }

    /** The part inside of the box. */
    Picture cut(Box box) throws PictureException {
        if (box.right() >= width || box.bottom() >= height) {
            throw new PictureException("the sign's box %d, %d to %d, %d reaches beyond its %d x %d pixels"
                    .formatted(box.left(), box.top(), box.right(), box.bottom(), width, height));
        }
        int across = box.right() - box.left() + 1;
        int down = box.bottom() - box.top() + 1;
        byte[] part = new byte[across * down * CHANNELS];
        for (int y = 0; y < down; y++) {
            int from = ((box.top() + y) * width + box.left()) * CHANNELS;
            System.arraycopy(rgb, from, part, y * across * CHANNELS, across * CHANNELS);
        }
        return new Picture(across, down, part, frames);
    }

    /**
     * The picture stretched to a square: bilinear, with the antialiasing filter of the scale when it shrinks, as
     * {@link Resize#BILINEAR}.
     *
     * @return {@code [side, side, 3]}
     */
    byte[] square(int side) {
        return scaled(side, side);
    }

    /** The picture, shrunk in proportion if one of its sides is longer than {@code most}. */
    Picture within(int most) {
        if (Math.max(width, height) <= most) {
            return this;
        }
        double scale = (double) most / Math.max(width, height);
        int across = Math.max(1, (int) Math.round(scale * width));
        int down = Math.max(1, (int) Math.round(scale * height));
        return new Picture(across, down, scaled(across, down), frames);
    }

    private byte[] scaled(int across, int down) {
        if (width == across && height == down) {
            return rgb;
        }
        Filter columns = new Filter(width, across);
        Filter rows = new Filter(height, down);
        float[] narrow = new float[height * across * CHANNELS];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < across; x++) {
                for (int tap = 0; tap < columns.taps[x]; tap++) {
                    int at = (y * width + columns.first[x] + tap) * CHANNELS;
                    float weight = columns.weight[x][tap];
                    for (int c = 0; c < CHANNELS; c++) {
                        narrow[(y * across + x) * CHANNELS + c] += weight * (rgb[at + c] & 0xff);
                    }
                }
            }
        }
        byte[] out = new byte[down * across * CHANNELS];
        int line = across * CHANNELS;
        float[] sums = new float[line];
        for (int y = 0; y < down; y++) {
            java.util.Arrays.fill(sums, 0);
            for (int tap = 0; tap < rows.taps[y]; tap++) {
                int from = (rows.first[y] + tap) * line;
                for (int i = 0; i < line; i++) {
                    sums[i] += rows.weight[y][tap] * narrow[from + i];
                }
            }
            for (int i = 0; i < line; i++) {
                out[y * line + i] = (byte) Math.max(0, Math.min(255, Math.round(sums[i])));
            }
        }
        return out;
    }

    /** Which input pixels an output pixel is made of: the few with a weight, whose sum is 1. */
    private static final class Filter {
        final int[] first;
        final int[] taps;
        final float[][] weight;

        Filter(int length, int side) {
            first = new int[side];
            taps = new int[side];
            weight = new float[side][];
            double scale = (double) length / side;
            // The triangle widens with the scale when the picture shrinks: that is the antialiasing.
            double reach = Math.max(1, scale);
            for (int out = 0; out < side; out++) {
                double centre = (out + 0.5) * scale;
                int from = Math.max(0, (int) Math.floor(centre - reach - 0.5));
                int to = Math.min(length, (int) Math.ceil(centre + reach + 0.5));
                double[] weights = new double[to - from];
                double sum = 0;
                for (int in = from; in < to; in++) {
                    weights[in - from] = Math.max(0, 1 - Math.abs(in + 0.5 - centre) / reach);
                    sum += weights[in - from];
                }
                first[out] = from;
                taps[out] = to - from;
                weight[out] = new float[to - from];
                for (int i = 0; i < weights.length; i++) {
                    weight[out][i] = (float) (weights[i] / sum);
                }
            }
        }
    }
}

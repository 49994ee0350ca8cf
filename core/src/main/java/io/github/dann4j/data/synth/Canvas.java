package io.github.dann4j.data.synth;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;

/** Scratch space in which one thread draws images one after another: antialiased coverage of shapes, and blur. */
final class Canvas implements AutoCloseable {
    private final int side;
    private final byte[] bytes;
    private final Graphics2D graphics;

    /** @param side side of the square images, in pixels */
    Canvas(int side) {
        this.side = side;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        this.bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        this.graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        // Without this hint Java2D moves outlines to pixel centres, and a shift by half a pixel would draw the same
        // image.
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    int side() {
        return side;
    }

    /** Returns the share of each pixel that the shape covers, in [0, 1], row by row. */
    float[] coverage(Shape shape) {
        Arrays.fill(bytes, (byte) 0);
        graphics.fill(shape);
        float[] covered = new float[bytes.length];
        for (int i = 0; i < covered.length; i++) {
            covered[i] = (bytes[i] & 0xff) / 255f;
        }
        return covered;
    }

    /**
     * Applies a Gaussian blur in place. Beyond its edge the image continues with the value at the edge.
     *
     * @param sigma in pixels; below 0.15 the kernel would be a single pixel, and nothing is done
     */
    void blur(float[] plane, double sigma) {
        if (sigma < 0.15) {
            return;
        }
        // A Gaussian is the product of one along rows and one along columns. Each is a sum of shifted, weighted copies
        // of the whole plane: long plain loops, once there is room beyond the edges.
        float[] kernel = kernel(sigma);
        int radius = kernel.length / 2;
        float[] rows = weighted(widened(plane, radius), kernel, 1);
        float[] columns = weighted(heightened(rows, radius), kernel, side);
        System.arraycopy(columns, 0, plane, 0, plane.length);
    }

    /** Pads each row with {@code more} values at both ends: {@code [side, side + 2 * more]}. */
    private float[] widened(float[] plane, int more) {
        int wide = side + 2 * more;
        float[] widened = new float[side * wide];
        for (int y = 0; y < side; y++) {
            int start = y * wide;
            Arrays.fill(widened, start, start + more, plane[y * side]);
            System.arraycopy(plane, y * side, widened, start + more, side);
            Arrays.fill(widened, start + more + side, start + wide, plane[(y + 1) * side - 1]);
        }
        return widened;
    }

    /**
     * Pads the first {@code side} values of each row with {@code more} rows above and below:
     * {@code [side + 2 * more, side]}.
     */
    private float[] heightened(float[] rows, int more) {
        int wide = rows.length / side;
        float[] heightened = new float[(side + 2 * more) * side];
        for (int y = -more; y < side + more; y++) {
            int near = Math.min(side - 1, Math.max(0, y));
            System.arraycopy(rows, near * wide, heightened, (y + more) * side, side);
        }
        return heightened;
    }

    /**
     * Sums at each index the weighted values at that index and at every {@code step} after it; values beyond the end
     * count as 0.
     */
    private static float[] weighted(float[] values, float[] kernel, int step) {
        float[] sums = new float[values.length];
        float[] moved = new float[values.length - (kernel.length - 1) * step];
        for (int k = 0; k < kernel.length; k++) {
            // Shifted by a copy: Java 17 vectorises the sum only if both arrays use the same index.
            System.arraycopy(values, k * step, moved, 0, moved.length);
            add(moved, kernel[k], sums);
        }
        return sums;
    }

    private static void add(float[] values, float weight, float[] sums) {
        for (int i = 0; i < values.length; i++) {
            sums[i] += weight * values[i];
        }
    }

    private static float[] kernel(double sigma) {
        int radius = (int) StrictMath.ceil(3 * sigma);
        double[] raw = new double[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            raw[i + radius] = StrictMath.exp(-0.5 * i * i / (sigma * sigma));
            sum += raw[i + radius];
        }
        float[] kernel = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
            kernel[i] = (float) (raw[i] / sum);
        }
        return kernel;
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}

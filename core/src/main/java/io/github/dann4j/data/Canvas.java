package io.github.dann4j.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;

/** Scratch space in which one thread draws one picture after another: shapes to antialiased coverage, and blur. */
final class Canvas implements AutoCloseable {
    private final int side;
    private final byte[] bytes;
    private final Graphics2D graphics;
    private final float[] spare;

    /** @param side of the square pictures, in pixels */
    Canvas(int side) {
        this.side = side;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        this.bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        this.graphics = image.createGraphics();
        this.spare = new float[side * side];
        graphics.setColor(Color.WHITE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        // Without this Java2D moves outlines to pixel centres, and a shift by half a pixel would draw the same picture.
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    int side() {
        return side;
    }

    /** The share of each pixel that the shape covers, in [0, 1], row by row. */
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
     * Gaussian blur, in place; beyond the edge the picture goes on with the value at the edge.
     *
     * @param sigma in pixels; below 0.15 the kernel would be a single pixel, and nothing is done
     */
    void blur(float[] plane, double sigma) {
        if (sigma < 0.15) {
            return;
        }
        float[] kernel = kernel(sigma);
        // Rows into the spare plane, then columns back: a Gaussian is the product of the two.
        convolve(plane, spare, kernel, 1, side);
        convolve(spare, plane, kernel, side, 1);
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

    /** @param step from one pixel of a line to the next, {@code stride} from one line to the next */
    private void convolve(float[] from, float[] to, float[] kernel, int step, int stride) {
        int radius = kernel.length / 2;
        for (int line = 0; line < side; line++) {
            int start = line * stride;
            for (int at = 0; at < side; at++) {
                float sum = 0;
                for (int k = -radius; k <= radius; k++) {
                    int near = Math.min(side - 1, Math.max(0, at + k));
                    sum += kernel[k + radius] * from[start + near * step];
                }
                to[start + at * step] = sum;
            }
        }
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}

package io.github.dann4j.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Images of one size side by side, row by row, without gaps.
 *
 * @param count number of images, at least 1
 * @param height of each image, in pixels
 * @param width of each image, in pixels
 * @param channels 1 (grey) or 3 (RGB)
 * @param bytes {@code [count, height, width, channels]}, 0 to 255
 * @param scale side of the square that each pixel becomes, at least 1
 */
public record ImageGrid(int count, int height, int width, int channels, byte[] bytes, int scale) {
    public ImageGrid {
        if (count < 1
                || scale < 1
                || (channels != 1 && channels != 3)
                || bytes.length != (long) count * height * width * channels) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a grid needs at least 1 image, 1 or 3 channels and a scale of at least 1, got %d images of %d x %d pixels, %d channels, scale %d and %d bytes",
                    count,
                    height,
                    width,
                    channels,
                    scale,
                    bytes.length));
        }
    }

    /**
     * Returns this grid with the largest integer scale at which no side of an image exceeds {@code side} pixels; at
     * least 1.
     */
    public ImageGrid magnifiedTo(int side) {
        return new ImageGrid(count, height, width, channels, bytes, Math.max(1, side / Math.max(height, width)));
    }

    /**
     * Returns a grid of these images, followed by others.
     *
     * @throws IllegalArgumentException if the others have another size
     */
    public ImageGrid followedBy(ImageGrid others) {
        if (others.height != height || others.width != width || others.channels != channels) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "expected images of %d x %d x %d, got %d x %d x %d",
                    height,
                    width,
                    channels,
                    others.height,
                    others.width,
                    others.channels));
        }
        byte[] both = Arrays.copyOf(bytes, bytes.length + others.bytes.length);
        System.arraycopy(others.bytes, 0, both, bytes.length, others.bytes.length);
        return new ImageGrid(count + others.count, height, width, channels, both, scale);
    }

    /** Width of one image as drawn. */
    public int imageWidth() {
        return scale * width;
    }

    /** Height of one image as drawn. */
    public int imageHeight() {
        return scale * height;
    }

    /** Width of the grid in pixels. */
    public int width(int columns) {
        return columns * imageWidth();
    }

    /** Height of the grid in pixels. */
    public int height(int columns) {
        return (count + columns - 1) / columns * imageHeight();
    }

    /** Returns the grid as a PNG file in RGB; the cells after the last image are white. */
    public byte[] png(int columns) {
        BufferedImage image = new BufferedImage(width(columns), height(columns), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int index = y / imageHeight() * columns + x / imageWidth();
                image.setRGB(
                        x,
                        y,
                        index < count ? rgb(index, y % imageHeight() / scale, x % imageWidth() / scale) : 0xFFFFFF);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return file.toByteArray();
    }

    private int rgb(int index, int row, int column) {
        int at = ((index * height + row) * width + column) * channels;
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
            rgb = (rgb << 8) | (bytes[at + Math.min(c, channels - 1)] & 0xff);
        }
        return rgb;
    }
}

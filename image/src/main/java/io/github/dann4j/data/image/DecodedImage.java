package io.github.dann4j.data.image;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.files.FileException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One decoded image of any size.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb {@code [height, width, 3]}, red, green, blue, 0 to 255
 * @param frames number of images in the file; more than 1 for an animation, of which this is the first
 */
@PublicApi
public record DecodedImage(int width, int height, byte[] rgb, int frames) {
    private static final int MOST_BYTES = 256 << 20;
    private static final String DANGLING = "a link whose target does not exist";

    private static final int CHANNELS = 3;

    public DecodedImage {
        if (width < 1 || height < 1 || rgb.length != (long) CHANNELS * width * height) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "an image of %d x %d pixels has %d samples, got %d",
                    width,
                    height,
                    (long) CHANNELS * width * height,
                    rgb.length));
        }
    }

    /** Converts an image in memory, of any colour model: samples as they are stored, transparent parts over white. */
    public static DecodedImage of(BufferedImage image) {
        return new DecodedImage(image.getWidth(), image.getHeight(), ImageDecoder.rgb(image), 1);
    }

    /**
     * Decodes the content of a PNG, JPEG, GIF, BMP or PPM file, and turns it upright as Exif says. The format is
     * recognised by the content, which is not trusted. An interrupt of this thread ends the decoding with a
     * {@link java.util.concurrent.CancellationException}.
     *
     * @param mostPixels an image with more pixels is refused before memory is allocated for it; at most
     *     {@value ImageDecoder#MOST_PIXELS}
     * @throws ImageException if the content is not an image, or is one that cannot be used
     */
    public static DecodedImage decode(byte[] file, int mostPixels) throws ImageException {
        return ImageDecoder.decode(file, mostPixels);
    }

    /**
     * Reads a file as {@link #decode} does.
     *
     * @throws ImageException if it cannot be read, or is not an image
     */
    public static DecodedImage read(Path file) throws ImageException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new ImageException(String.format(Locale.ROOT, "larger than %d MB", MOST_BYTES >> 20));
            }
            return ImageDecoder.decode(content);
        } catch (NoSuchFileException e) {
            throw new ImageException(Files.isSymbolicLink(file) ? DANGLING : "no such file", e);
        } catch (IOException e) {
            throw new ImageException("cannot be read: " + FileException.reason(e), e);
        }
    }

    /**
     * A box inside an image, corners included.
     *
     * @param left column of its first pixel, from 0
     * @param top row of its first pixel, from 0
     */
    public record Box(int left, int top, int right, int bottom) {
        public Box {
            if (left < 0 || top < 0 || right < left || bottom < top) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "box %d, %d to %d, %d contains no pixel", left, top, right, bottom));
            }
        }
    }

    /** Returns the part inside the box. */
    public DecodedImage cut(Box box) throws ImageException {
        if (box.right() >= width || box.bottom() >= height) {
            throw new ImageException(String.format(
                    Locale.ROOT,
                    "the sign's box %d, %d to %d, %d reaches beyond its %d x %d pixels",
                    box.left(),
                    box.top(),
                    box.right(),
                    box.bottom(),
                    width,
                    height));
        }
        int across = box.right() - box.left() + 1;
        int down = box.bottom() - box.top() + 1;
        byte[] part = new byte[across * down * CHANNELS];
        for (int y = 0; y < down; y++) {
            int from = ((box.top() + y) * width + box.left()) * CHANNELS;
            System.arraycopy(rgb, from, part, y * across * CHANNELS, across * CHANNELS);
        }
        return new DecodedImage(across, down, part, frames);
    }

    /**
     * Stretches the image to a square: bilinear, with the antialiasing filter of the scale when it shrinks.
     *
     * @return {@code [side, side, 3]}
     */
    public byte[] square(int side) {
        return scaled(side, side);
    }

    /** Shrinks the image in proportion if one of its sides is longer than {@code most}. */
    public DecodedImage within(int most) {
        if (Math.max(width, height) <= most) {
            return this;
        }
        double scale = (double) most / Math.max(width, height);
        int across = Math.max(1, (int) Math.round(scale * width));
        int down = Math.max(1, (int) Math.round(scale * height));
        return new DecodedImage(across, down, scaled(across, down), frames);
    }

    /** Stretches the image to a size as {@link #square} does. */
    public DecodedImage stretched(int across, int down) {
        return new DecodedImage(across, down, scaled(across, down), frames);
    }

    private byte[] scaled(int across, int down) {
        return width == across && height == down
                ? rgb
                : Resampling.of(width, height, across, down, Interpolation.BILINEAR, true)
                        .all(rgb);
    }
}

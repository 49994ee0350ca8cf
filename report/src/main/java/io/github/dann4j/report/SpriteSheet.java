package io.github.dann4j.report;

import io.github.dann4j.report.Report.Sprite;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Many images of one size for one file.
 *
 * @param count number of images, at least 1
 * @param height of each image, in pixels
 * @param width of each image, in pixels
 * @param channels 1 (grey) or 3 (RGB)
 * @param bytes {@code [count, height, width, channels]}, 0 to 255
 */
public record SpriteSheet(int count, int height, int width, int channels, byte[] bytes) {
    /**
     * JPEG computes colours in squares of this side: images that start at its multiples do not bleed into one another.
     */
    private static final int SQUARE = 16;

    private static final float QUALITY = 0.88f;

    public SpriteSheet {
        if (count < 1) {
            throw new IllegalArgumentException("a sheet needs at least 1 image, got " + count);
        }
        if ((channels != 1 && channels != 3) || bytes.length != (long) count * height * width * channels) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d images of %d x %d pixels and %d channels (1 or 3) do not fit %d bytes",
                    count,
                    height,
                    width,
                    channels,
                    bytes.length));
        }
    }

    /** Returns the sheet as PNG, without loss: for few images. */
    public Sprite png() {
        int pitch = Math.max(height, width);
        return sprite("image/png", pitch, file("png", drawn(pitch), null));
    }

    /** Returns the sheet as JPEG, for many images: about a quarter of the size. */
    public Sprite jpeg() {
        int pitch = (Math.max(height, width) + SQUARE - 1) / SQUARE * SQUARE;
        return sprite("image/jpeg", pitch, file("jpeg", drawn(pitch), QUALITY));
    }

    private Sprite sprite(String type, int pitch, byte[] file) {
        String uri = "data:%s;base64,%s".formatted(type, Base64.getEncoder().encodeToString(file));
        return new Sprite(uri, columns(), pitch, width, height, count);
    }

    private int columns() {
        return (int) Math.ceil(Math.sqrt(count));
    }

    /**
     * Draws the sheet; an image's last row and column are repeated beyond its edge, so that JPEG finds no edge there.
     */
    private BufferedImage drawn(int pitch) {
        int columns = columns();
        int rows = (count + columns - 1) / columns;
        int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        BufferedImage sheet = new BufferedImage(columns * pitch, rows * pitch, type);
        int[] sample = new int[channels];
        for (int i = 0; i < count; i++) {
            for (int y = 0; y < pitch; y++) {
                for (int x = 0; x < pitch; x++) {
                    int pixel = (i * height + Math.min(y, height - 1)) * width + Math.min(x, width - 1);
                    for (int c = 0; c < channels; c++) {
                        sample[c] = bytes[pixel * channels + c] & 0xff;
                    }
                    sheet.getRaster().setPixel(i % columns * pitch + x, i / columns * pitch + y, sample);
                }
            }
        }
        return sheet;
    }

    private static byte[] file(String format, BufferedImage sheet, @Nullable Float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            if (quality != null) {
                how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                how.setCompressionQuality(quality);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(sheet, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}

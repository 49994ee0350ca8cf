package io.github.dann4j.data.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images of one colour in common formats. */
public final class TestImageFiles {
    private TestImageFiles() {}

    /** Writes a file in the format of its name's extension. */
    public static void write(Path file, int width, int height, Color colour) {
        String name = file.getFileName().toString();
        put(file, plain(name.substring(name.lastIndexOf('.') + 1), width, height, colour));
    }

    public static void put(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] plain(String format, int width, int height, Color colour) {
        return encode(format, filled(width, height, colour));
    }

    public static BufferedImage filled(int width, int height, Color colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    public static byte[] encode(String format, BufferedImage image) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (!ImageIO.write(image, format, out)) {
                throw new IOException("no writer for " + format);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a PNG file with 16 bits per channel. */
    public static byte[] deepPng(int width, int height, int red, int green, int blue) {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, 1, DataBuffer.TYPE_USHORT);
        WritableRaster raster = model.createCompatibleWritableRaster(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, new int[] {red, green, blue});
            }
        }
        return encode("png", new BufferedImage(model, raster, false, null));
    }

    /**
     * Returns a JPEG file of four inks, at most 255 each, without a colour profile: stored inverted and marked as such,
     * as Adobe's programs do.
     */
    public static byte[] cmykJpeg(int width, int height, int cyan, int magenta, int yellow, int black) {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, new int[] {255 - cyan, 255 - magenta, 255 - yellow, 255 - black});
            }
        }
        ImageWriter writer = platformWriter();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(raster, null, null), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        byte[] jpeg = out.toByteArray();
        byte[] marker = {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        byte[] marked = new byte[jpeg.length + marker.length];
        System.arraycopy(jpeg, 0, marked, 0, 2);
        System.arraycopy(marker, 0, marked, 2, marker.length);
        System.arraycopy(jpeg, 2, marked, 2 + marker.length, jpeg.length - 2);
        return marked;
    }

    private static ImageWriter platformWriter() {
        for (var writers = ImageIO.getImageWritersByFormatName("jpeg"); writers.hasNext(); ) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.")) {
                return writer;
            }
        }
        throw new IllegalStateException("the JDK writes JPEG");
    }

    /** Adds an Exif block with the orientation of the camera, 1 to 8, to a JPEG or PNG file. */
    public static byte[] oriented(byte[] file, int orientation) {
        return withExif(file, exif(ByteOrder.BIG_ENDIAN, 3, 1, orientation));
    }

    /** Returns an Exif block of two entries, the second of which is the orientation. */
    static byte[] exif(ByteOrder order, int type, int count, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4).order(order);
        exif.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        exif.putShort((short) 42).putInt(8).putShort((short) 2);
        exif.putShort((short) 0x0100).putShort((short) 4).putInt(1).putInt(77);
        exif.putShort((short) 0x0112).putShort((short) type).putInt(count);
        return exif.putShort((short) orientation).array();
    }

    /** Adds an Exif block to a JPEG or PNG file. */
    static byte[] withExif(byte[] file, byte[] exif) {
        boolean png = file[1] == 'P';
        ByteBuffer block = ByteBuffer.allocate((png ? 12 : 10) + exif.length);
        if (png) {
            block.putInt(exif.length)
                    .put("eXIf".getBytes(StandardCharsets.US_ASCII))
                    .put(exif);
            CRC32 sum = new CRC32();
            sum.update(block.array(), 4, 4 + exif.length);
            block.putInt((int) sum.getValue());
        } else {
            block.putShort((short) 0xffe1).putShort((short) (8 + exif.length));
            block.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
        }
        int at = png ? 33 : 2; // after the header
        return ByteBuffer.allocate(file.length + block.capacity())
                .put(file, 0, at)
                .put(block.array())
                .put(file, at, file.length - at)
                .array();
    }

    /** Returns a progressive JPEG file whose last scan is repeated {@code moreScans} more times. */
    public static byte[] progressiveJpeg(BufferedImage image, int moreScans) {
        ImageWriter writer = platformWriter();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        byte[] file = out.toByteArray();
        int end = file.length - 2;
        int scan = end;
        while ((file[scan] & 0xff) != 0xff || (file[scan + 1] & 0xff) != 0xda) {
            scan--;
        }
        ByteBuffer longer =
                ByteBuffer.allocate(file.length + moreScans * (end - scan)).put(file, 0, end);
        for (int i = 0; i < moreScans; i++) {
            longer.put(file, scan, end - scan);
        }
        return longer.put(file, end, 2).array();
    }

    public static byte[] animatedGif(int width, int height, Color... frames) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (Color frame : frames) {
                BufferedImage image = filled(width, height, frame);
                writer.writeToSequence(
                        new IIOImage(image, null, writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null)),
                        null);
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}

package io.github.dann4j.data.image;

import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.files.FileException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Decodes images: PNG, JPEG, GIF, BMP and PPM, recognised by their content, never by their name.
 *
 * <p>Grey, palette, RGB and CMYK, 1 to 16 bits per sample; 16 bits are reduced to 8. Sample values are used as they are
 * stored: a colour profile is not applied (except for CMYK, which needs one). The image is turned as Exif says (JPEG,
 * and PNG's eXIf chunk). Transparent parts become white. Of an animation the first image is used.
 *
 * <p>The bytes are not trusted: the promises of a header are checked before memory is allocated, the passes over a JPEG
 * image are counted before they are made, and whatever a decoder throws becomes a {@link ImageException}. An
 * interrupt of the thread ends the decoding with a {@link CancellationException}, as {@link Cancellation#check} does.
 */
public final class ImageDecoder {
    /** Maximum number of pixels of an image: 64 million, for example 8,000 x 8,000. */
    static final int MOST_PIXELS = 64_000_000;

    /**
     * Maximum number of scans of a JPEG file. Each is a pass over the whole image, and 42 bytes are enough for one.
     * Usual progressive files have about 10.
     */
    static final int MOST_SCANS = 100;

    /**
     * Maximum of pixels times scans: some seconds of work. The largest image may still have twice the usual number of
     * scans.
     */
    private static final long MOST_SCANNED = 1_500_000_000;

    /**
     * Maximum number of pixels per byte of a file, in the most compressible formats; a smaller file cannot be such an
     * image.
     */
    private static final long MOST_PIXELS_A_BYTE = 10_000;

    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp", "pnm");

    /**
     * Warnings by which a JPEG decoder reports that it invented a part of the image. Others report harmless oddities.
     */
    private static final Pattern DAMAGE = Pattern.compile("(?i)premature end|truncated|missing EOI|bad Huffman");

    /** Pixels being decoded at the same time, over all threads; bounds the heap that decoding takes. */
    private static final Semaphore ROOM = new Semaphore(MOST_PIXELS);

    /** Number of bytes that a decoder gets at once; it may be interrupted between two pieces. */
    private static final int PIECE = 512;

    /** Width and height of the upright image, from the header alone. */
    public record Size(int width, int height) {}

    /** An intact image that is larger than the caller accepts. */
    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(String message) {
            super(message);
        }
    }

    private static final String WORK = "the decoding of an image";

    private ImageDecoder() {}

    /** Reads the size from the header. */
    public static Size size(byte[] file) throws ImageException {
        return read(file, (reader, markers) -> {
            Size stored = checkedSize(reader, file.length, markers);
            return markers.orientation().swapsSides() ? new Size(stored.height(), stored.width()) : stored;
        });
    }

    /** Decodes the image. */
    public static DecodedImage decode(byte[] file) throws ImageException {
        return decode(file, MOST_PIXELS);
    }

    /** Decodes the image, unless it has more than {@code mostPixels} pixels. */
    public static DecodedImage decode(byte[] file, int mostPixels) throws ImageException {
        return read(file, (reader, markers) -> {
            Size size = checkedSize(reader, file.length, markers);
            if ((long) size.width() * size.height() > mostPixels) {
                throw new TooLarge(String.format(
                        Locale.ROOT,
                        "%d x %d pixels are more than the maximum of %,d",
                        size.width(),
                        size.height(),
                        mostPixels));
            }
            int pixels = size.width() * size.height();
            acquireRoom(pixels);
            try {
                BufferedImage image = reader.read(0);
                Cancellation.check(WORK); // an aborted decoder returns what it has so far
                if (image.getWidth() != size.width() || image.getHeight() != size.height()) {
                    throw new IIOException("header and content differ in size");
                }
                int frames = "gif".equals(format(reader)) ? reader.getNumImages(true) : 1;
                return markers.orientation().upright(new DecodedImage(size.width(), size.height(), rgb(image), frames));
            } finally {
                ROOM.release(pixels);
            }
        });
    }

    private static void acquireRoom(int pixels) {
        try {
            ROOM.acquire(pixels);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Cancellation.check(WORK);
            ROOM.acquireUninterruptibly(pixels);
        }
    }

    /** Reads something from a file. */
    private interface Reading<T> {
        T of(ImageReader reader, JpegMarkers markers) throws IOException;
    }

    /** Supplies the bytes in small pieces, until the thread is interrupted. */
    private static final class Pieces extends ImageInputStreamImpl {
        private final byte[] file;

        Pieces(byte[] file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            checkClosed();
            if (Cancellation.isDue()) {
                throw new InterruptedIOException("stopped");
            }
            bitOffset = 0;
            int count = (int) Math.min(Math.min(PIECE, length), file.length - streamPos);
            if (count <= 0) {
                return length == 0 ? 0 : -1;
            }
            System.arraycopy(file, (int) streamPos, to, offset, count);
            streamPos += count;
            return count;
        }

        @Override
        public long length() {
            return file.length;
        }
    }

    /** Aborts a decoder that already has all its bytes. */
    private static final class Abort implements IIOReadProgressListener {
        @Override
        public void imageProgress(ImageReader source, float percentageDone) {
            if (Cancellation.isDue()) {
                source.abort();
            }
        }

        @Override
        public void sequenceStarted(ImageReader source, int minIndex) {}

        @Override
        public void sequenceComplete(ImageReader source) {}

        @Override
        public void imageStarted(ImageReader source, int imageIndex) {}

        @Override
        public void imageComplete(ImageReader source) {}

        @Override
        public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

        @Override
        public void thumbnailProgress(ImageReader source, float percentageDone) {}

        @Override
        public void thumbnailComplete(ImageReader source) {}

        @Override
        public void readAborted(ImageReader source) {}
    }

    private static <T> T read(byte[] file, Reading<T> reading) throws ImageException {
        if (file.length == 0) {
            throw new ImageException("empty");
        }
        JpegMarkers jpeg = JpegMarkers.of(file);
        JpegMarkers markers = jpeg.scans() > 0 ? jpeg : new JpegMarkers(0, Orientation.ofPng(file));
        if (markers.scans() > MOST_SCANS) {
            throw new ImageException(String.format(
                    Locale.ROOT, "damaged: %d JPEG scans; an image has at most %d", markers.scans(), MOST_SCANS));
        }
        try (ImageInputStream in = new Pieces(file)) {
            ImageReader reader = reader(in);
            try {
                reader.setInput(in, false, true);
                reader.addIIOReadProgressListener(new Abort());
                List<String> damages = new ArrayList<>();
                reader.addIIOReadWarningListener((source, warning) -> {
                    if (DAMAGE.matcher(warning).find()) {
                        damages.add(warning);
                    }
                });
                T result = reading.of(reader, markers);
                if (!damages.isEmpty()) {
                    throw new ImageException("damaged: " + damages.get(0));
                }
                return result;
            } finally {
                reader.dispose();
            }
        } catch (TooLarge e) {
            throw new ImageException("too large: " + e.getMessage(), e);
        } catch (IOException e) {
            Cancellation.check(WORK);
            throw new ImageException("damaged: " + FileException.reason(e), e);
        } catch (ImageException e) {
            Cancellation.check(WORK); // the search for a reader takes an interrupted read for another format
            throw e;
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            Cancellation.check(WORK);
            // The decoders' own checks have gaps: damaged data leads them to impossible indices and sizes.
            throw new ImageException("damaged: " + e.getClass().getSimpleName(), e);
        }
    }

    private static ImageReader reader(ImageInputStream in) throws ImageException, IOException {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(format(reader))) {
                return reader;
            }
            reader.dispose();
        }
        throw new ImageException("not an image (PNG, JPEG, GIF, BMP or PPM)");
    }

    private static String format(ImageReader reader) throws IOException {
        return reader.getFormatName().toLowerCase(Locale.ROOT);
    }

    private static Size checkedSize(ImageReader reader, int bytes, JpegMarkers markers) throws IOException {
        Size size = new Size(reader.getWidth(0), reader.getHeight(0));
        long pixels = (long) size.width() * size.height();
        if (size.width() < 1 || size.height() < 1 || pixels > MOST_PIXELS) {
            throw new IIOException(String.format(
                    Locale.ROOT,
                    "its header says %d x %d pixels; an image has 1 to %d",
                    size.width(),
                    size.height(),
                    MOST_PIXELS));
        }
        if (pixels > MOST_PIXELS_A_BYTE * bytes) {
            throw new IIOException(String.format(
                    Locale.ROOT,
                    "its header says %d x %d pixels, too many for %d bytes",
                    size.width(),
                    size.height(),
                    bytes));
        }
        if (markers.scans() * pixels > MOST_SCANNED) {
            throw new IIOException(String.format(
                    Locale.ROOT,
                    "%d JPEG scans of %d x %d pixels; an image of that size has at most %d",
                    markers.scans(),
                    size.width(),
                    size.height(),
                    MOST_SCANNED / pixels));
        }
        return size;
    }

    /** Returns the samples {@code [height, width, 3]}. */
    static byte[] rgb(BufferedImage image) {
        return image.getColorModel() instanceof ComponentColorModel model && isPlain(model)
                ? samples(image.getRaster(), model)
                : converted(image);
    }

    /**
     * Returns whether the samples themselves are the colours. Java would "correct" grey values from a linear scale to
     * sRGB and make every grey image paler than other programs show it.
     */
    private static boolean isPlain(ColorModel model) {
        int type = model.getColorSpace().getType();
        boolean integers =
                model.getTransferType() == DataBuffer.TYPE_BYTE || model.getTransferType() == DataBuffer.TYPE_USHORT;
        return integers && (type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB);
    }

    private static byte[] samples(Raster raster, ColorModel model) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int bands = raster.getNumBands();
        int colours = model.getNumColorComponents();
        int[] most = new int[bands];
        for (int band = 0; band < bands; band++) {
            most[band] = (1 << model.getComponentSize(band)) - 1;
        }
        byte[] rgb = new byte[width * height * 3];
        int[] line = new int[width * bands];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, line);
            for (int x = 0; x < width; x++) {
                int alpha = model.hasAlpha() ? eightBits(line[x * bands + colours], most[colours]) : 255;
                for (int c = 0; c < 3; c++) {
                    int band = Math.min(c, colours - 1);
                    rgb[(y * width + x) * 3 + c] = overWhite(eightBits(line[x * bands + band], most[band]), alpha);
                }
            }
        }
        return rgb;
    }

    private static int eightBits(int sample, int most) {
        return most == 255 ? sample : (int) ((sample * 255L + most / 2) / most);
    }

    private static byte[] converted(BufferedImage image) {
        int width = image.getWidth();
        byte[] rgb = new byte[width * image.getHeight() * 3];
        int[] line = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, line, 0, width);
            for (int x = 0; x < width; x++) {
                int alpha = line[x] >>> 24;
                for (int c = 0; c < 3; c++) {
                    rgb[(y * width + x) * 3 + c] = overWhite(line[x] >> (16 - 8 * c) & 0xff, alpha);
                }
            }
        }
        return rgb;
    }

    private static byte overWhite(int value, int alpha) {
        return (byte) (alpha == 255 ? value : (value * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}

package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.files.FileException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads the MAT files (level 5) of SVHN and SynNumbers: an array {@code X}, uint8 {@code [height, width, channels, n]},
 * and an array {@code y}, {@code [n]}, the labels; both byte orders, compressed or not. Other arrays in the file are
 * skipped.
 *
 * <p>It streams: a file of gigabytes passes through a few blocks of memory, of which one is decompressed while another
 * is reordered from MATLAB's order (columns first, image by image) to {@code [n, height, width, channels]}.
 *
 * <p>The file is not trusted: sizes are checked against the file before they are used.
 */
public final class MatReader {
    /** Receives the images as they are read. */
    public interface Pixels {
        /**
         * Receives images; calls come one after another, but from another thread.
         *
         * @param first number of the first image in the file
         * @param block begins with uint8 {@code [count, height, width, channels]}
         */
        void accept(int first, byte[] block, int count);
    }

    /** Height, width and channels of every image, and the number of images. */
    public record Shape(int height, int width, int channels, int count) {
        public long imageBytes() {
            return (long) height * width * channels;
        }
    }

    private static final int HEADER = 128;
    private static final int INT8 = 1;
    private static final int UINT8 = 2;
    private static final int INT32 = 5;
    private static final int UINT32 = 6;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    private static final int CLASS_UINT8 = 9;
    private static final int COMPLEX = 0x0800;
    private static final int LARGEST_SIDE = 4096;

    /** Images compress far less; a header that promises a higher ratio, and much data, is a trap. */
    private static final long MOST_RATIO = 100;

    private static final long MUCH = 64 << 20;

    private static final int BLOCK = 1 << 20;
    private static final int BLOCKS = 4;

    private final Path file;
    private final InputStream content;
    private final long fileBytes;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private MatReader(Path file, InputStream content, long fileBytes) {
        this.file = file;
        this.content = content;
        this.fileBytes = fileBytes;
    }

    /**
     * Reads only as much as is needed to determine the shape of {@code X}.
     *
     * @param member the file to read if {@code file} is a zip archive
     * @throws DataException if the file is not such a MAT file
     */
    public static Shape shape(Path file, String member) {
        return open(file, member, reader -> reader.scan(null).shape());
    }

    /**
     * Reads everything.
     *
     * @param member the file to read if {@code file} is a zip archive
     * @return a label for each image: the digits 0 to 9; SVHN's 10 is 0
     * @throws DataException if the file is not such a MAT file, or is damaged
     */
    public static int[] read(Path file, String member, Pixels pixels) {
        return open(file, member, reader -> {
            Content content = reader.scan(pixels);
            int[] labels = content.labels();
            if (labels == null) {
                throw new DataException("%s: has no array 'y' of labels".formatted(file));
            }
            if (labels.length != content.shape().count()) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: X contains %d images but y %d labels; the two must belong together",
                        file,
                        content.shape().count(),
                        labels.length));
            }
            return labels;
        });
    }

    private record Content(Shape shape, int @Nullable [] labels) {}

    private interface Use<T> {
        T of(MatReader reader) throws IOException;
    }

    private static <T> T open(Path file, String member, Use<T> use) {
        try {
            if (!file.getFileName().toString().endsWith(".zip")) {
                try (InputStream in = Files.newInputStream(file)) {
                    return use.of(new MatReader(file, in, Files.size(file)));
                }
            }
            try (ZipFile zip = new ZipFile(file.toFile())) {
                ZipEntry entry = zip.stream()
                        .filter(one ->
                                one.getName().equals(member) || one.getName().endsWith("/" + member))
                        .findFirst()
                        .orElseThrow(() -> new DataException("%s: contains no %s".formatted(file, member)));
                return use.of(new MatReader(file.resolve(member), zip.getInputStream(entry), entry.getSize()));
            }
        } catch (EOFException e) {
            throw new DataException("%s: truncated: the file ends inside an array".formatted(file), e);
        } catch (IOException e) {
            throw new DataException("%s: cannot be read: %s".formatted(file, FileException.reason(e)), e);
        }
    }

    /** Scans the arrays; if {@code pixels} is null, only until {@code X} is found. */
    private Content scan(@Nullable Pixels pixels) throws IOException {
        Shape shape = null;
        int[] labels = null;
        try (InputStream in = new BufferedInputStream(content, 1 << 16)) {
            readHeader(in);
            for (long at = HEADER; at < fileBytes; ) {
                Part tag = new Part(in, 8);
                int type = tag.integer();
                long size = tag.integer() & 0xffffffffL;
                at += 8 + size;
                if (at > fileBytes || (type != MATRIX && type != COMPRESSED)) {
                    throw new DataException(
                            at > fileBytes
                                    ? String.format(
                                            Locale.ROOT,
                                            "%s: truncated, or a wrong header: an array at byte %d needs %d bytes, the file has %d",
                                            file,
                                            at - size - 8,
                                            size,
                                            fileBytes)
                                    : String.format(
                                            Locale.ROOT,
                                            "%s: damaged: expected an array at byte %d, got an element of type %d",
                                            file,
                                            at - size - 8,
                                            type));
                }
                Part element = new Part(in, size);
                Part array = type == MATRIX ? element : inflated(element, size);
                Array found = array.skipEmpty() ? null : header(array);
                if (found != null && found.name.equals("X") && shape == null) {
                    shape = shape(found);
                    if (pixels == null) {
                        return new Content(shape, null);
                    }
                    pixels(found, shape, pixels);
                } else if (found != null && found.name.equals("y") && labels == null && pixels != null) {
                    labels = labels(found);
                }
                array.drain();
                element.drain();
            }
        }
        if (shape == null) {
            throw new DataException("%s: has no array 'X' of images".formatted(file));
        }
        return new Content(shape, labels);
    }

    private void readHeader(InputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        String text = new String(header, 0, Math.min(header.length, 116), StandardCharsets.ISO_8859_1);
        if (header.length == HEADER && header[126] == 'I' && header[127] == 'M') {
            order = ByteOrder.LITTLE_ENDIAN;
        } else if (header.length == HEADER && header[126] == 'M' && header[127] == 'I') {
            order = ByteOrder.BIG_ENDIAN;
        } else if (text.startsWith("MATLAB 7.3")) {
            throw notLevel5("it is version 7.3 (HDF5)");
        } else {
            throw notLevel5("it begins with '%s'"
                    .formatted(text.substring(0, Math.min(12, text.length())).replaceAll("\\P{Print}", "?")));
        }
        int version = ByteBuffer.wrap(header).order(order).getShort(124);
        if (version != 0x0100) {
            throw notLevel5(
                    version == 0x0200
                            ? "it is version 7.3 (HDF5)"
                            : String.format(Locale.ROOT, "its version is 0x%04x", version));
        }
    }

    private DataException notLevel5(String what) {
        return new DataException("%s: is not a MAT file of level 5: %s".formatted(file, what));
    }

    private Part inflated(Part element, long size) throws IOException {
        Part inside = new Part(new InflaterInputStream(element, new java.util.zip.Inflater(), 1 << 16), Long.MAX_VALUE);
        int type = inside.integer();
        long length = inside.integer() & 0xffffffffL;
        if (type != MATRIX) {
            throw new DataException(String.format(
                    Locale.ROOT, "%s: damaged: a compressed element contains type %d, not an array", file, type));
        }
        if (length > MUCH && length > MOST_RATIO * size) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: damaged or hostile: a compressed array of %d bytes claims to contain %d",
                    file,
                    size,
                    length));
        }
        inside.left = length;
        return inside;
    }

    /** An array up to its values. */
    private static final class Array {
        final String name;
        final int type;
        final int[] sides;
        final int valueType;
        final long valueBytes;
        final Part values;

        Array(String name, int type, int[] sides, int valueType, long valueBytes, Part values) {
            this.name = name;
            this.type = type;
            this.sides = sides;
            this.valueType = valueType;
            this.valueBytes = valueBytes;
            this.values = values;
        }
    }

    private Array header(Part array) throws IOException {
        ByteBuffer flags = element(array, UINT32, 8, 8);
        int flag = flags.getInt();
        ByteBuffer dimensions = element(array, INT32, 8, 32 * 4);
        int[] sides = new int[dimensions.remaining() / 4];
        for (int d = 0; d < sides.length; d++) {
            sides[d] = dimensions.getInt();
        }
        ByteBuffer name = element(array, INT8, 0, 256);
        String text = StandardCharsets.ISO_8859_1.decode(name).toString();
        if (!text.equals("X") && !text.equals("y")) {
            return new Array(text, flag & 0xff, sides, 0, 0, array); // it may be a cell, a structure, anything
        }
        if ((flag & COMPLEX) != 0) {
            throw new DataException("%s: array '%s' is complex".formatted(file, text));
        }
        int[] tag = tag(array);
        return new Array(text, flag & 0xff, sides, tag[0], tag[1] & 0xffffffffL, array);
    }

    /**
     * Returns type and size; for a small element, whose values share the 8 bytes of its tag, the values are still to be
     * read.
     */
    private int[] tag(Part in) throws IOException {
        int first = in.integer();
        int small = first >>> 16;
        return small != 0 ? new int[] {first & 0xffff, small} : new int[] {first, in.integer()};
    }

    private ByteBuffer element(Part in, int type, int least, int most) throws IOException {
        long before = in.left;
        int[] tag = tag(in);
        boolean isSmall = before - in.left == 4;
        long size = tag[1] & 0xffffffffL;
        if (tag[0] != type || size < least || size > (isSmall ? 4 : most)) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: damaged: expected an element of type %d and %d to %d bytes, got type %d and %d bytes",
                    file,
                    type,
                    least,
                    most,
                    tag[0],
                    size));
        }
        byte[] content = in.exactly((int) size);
        in.exactly((int) (isSmall ? 4 - size : -size & 7));
        return ByteBuffer.wrap(content).order(order);
    }

    private Shape shape(Array x) {
        int[] s = x.sides.length == 3 ? Arrays.copyOf(x.sides, 4) : x.sides;
        if (x.sides.length == 3) {
            s[3] = 1; // MATLAB drops a last dimension of 1
        }
        boolean fits = s.length == 4
                && Arrays.stream(s).allMatch(side -> side >= 1)
                && s[0] <= LARGEST_SIDE
                && s[1] <= LARGEST_SIDE
                && (s[2] == 1 || s[2] == 3);
        if (!fits || x.type != CLASS_UINT8 || x.valueType != UINT8) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: array 'X' must be uint8 [height, width, 1 or 3, n], got class %d (uint8 is 9), values of type %d, %s",
                    file,
                    x.type,
                    x.valueType,
                    Arrays.toString(x.sides)));
        }
        Shape shape = new Shape(s[0], s[1], s[2], s[3]);
        long bytes = shape.imageBytes() * shape.count();
        if (bytes != x.valueBytes || bytes > x.values.left) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: damaged: array 'X' of %s needs %d bytes, its header has %d",
                    file,
                    Arrays.toString(x.sides),
                    bytes,
                    Math.min(x.valueBytes, x.values.left)));
        }
        return shape;
    }

    /** Decompresses in this thread and reorders in another. */
    private void pixels(Array x, Shape shape, Pixels pixels) throws IOException {
        int imageBytes = (int) shape.imageBytes();
        int images = Math.max(1, BLOCK / imageBytes);
        BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
        for (int i = 0; i < BLOCKS; i++) {
            free.add(new byte[Math.min(images, shape.count()) * imageBytes]);
        }
        byte[] ordered = new byte[Math.min(images, shape.count()) * imageBytes];
        ExecutorService other = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "mat-reorder");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Future<?> last = null;
            for (int first = 0; first < shape.count(); first += images) {
                Cancellation.check("the reading of " + file);
                int from = first;
                int count = Math.min(images, shape.count() - first);
                byte[] block = free.take();
                x.values.fill(block, count * imageBytes);
                last = other.submit(() -> {
                    reorder(block, ordered, shape, count);
                    pixels.accept(from, ordered, count);
                    free.add(block);
                });
            }
            if (last != null) {
                last.get(); // there is one thread, so the others finish before
            }
        } catch (InterruptedException e) {
            throw new CancellationException("stopped during the reading of " + file);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            other.shutdown();
        }
        x.values.exactly((int) (-x.valueBytes & 7));
    }

    /** Reorders {@code [count][channel][column][row]} to {@code [count][row][column][channel]}. */
    private static void reorder(byte[] in, byte[] out, Shape shape, int count) {
        int height = shape.height();
        int width = shape.width();
        int channels = shape.channels();
        int line = width * channels;
        int at = 0;
        for (int image = 0; image < count; image++) {
            int base = image * height * line;
            for (int c = 0; c < channels; c++) {
                for (int x = 0; x < width; x++) {
                    int to = base + x * channels + c;
                    for (int y = 0; y < height; y++, to += line) {
                        out[to] = in[at++];
                    }
                }
            }
        }
    }

    private int[] labels(Array y) throws IOException {
        long count = 1;
        for (int side : y.sides) {
            count = side < 0 || count > Integer.MAX_VALUE ? -1 : count * side;
        }
        int width = switch (y.valueType) {
            case 1, 2 -> 1;
            case 3, 4 -> 2;
            case 5, 6, 7 -> 4;
            case 9, 12, 13 -> 8;
            default ->
                throw new DataException(String.format(
                        Locale.ROOT, "%s: array 'y' has values of type %d, not numbers", file, y.valueType));
        };
        if (count < 0 || count > y.values.left || y.valueBytes != count * width) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: damaged: array 'y' of %s has %d bytes",
                    file,
                    Arrays.toString(y.sides),
                    y.valueBytes));
        }
        int[] labels = new int[(int) count];
        byte[] value = new byte[width];
        ByteBuffer buffer = ByteBuffer.wrap(value).order(order);
        for (int i = 0; i < labels.length; i++) {
            y.values.fill(value, width);
            double label = switch (y.valueType) {
                case 1 -> value[0];
                case 2 -> value[0] & 0xff;
                case 3 -> buffer.getShort(0);
                case 4 -> buffer.getShort(0) & 0xffff;
                case 5, 6 -> buffer.getInt(0);
                case 7 -> buffer.getFloat(0);
                case 9 -> buffer.getDouble(0);
                default -> buffer.getLong(0);
            };
            if (!(label >= 0 && label <= 10) || label != Math.rint(label)) {
                throw new DataException(String.format(
                        Locale.ROOT, "%s: label %s of image %d is not in 0 to 10 (10 is the digit 0)", file, label, i));
            }
            labels[i] = (int) label % 10;
        }
        return labels;
    }

    /** A range of the file, or of what is decompressed from it. */
    private final class Part extends InputStream {
        private final InputStream in;
        private long left;

        Part(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        int integer() throws IOException {
            return ByteBuffer.wrap(exactly(4)).order(order).getInt();
        }

        byte[] exactly(int length) throws IOException {
            byte[] bytes = new byte[length];
            fill(bytes, length);
            return bytes;
        }

        void fill(byte[] bytes, int length) throws IOException {
            if (length > left || in.readNBytes(bytes, 0, length) < length) {
                throw new EOFException();
            }
            left -= length;
        }

        /** Returns whether the array is empty: MATLAB writes empty arrays this way. */
        boolean skipEmpty() {
            return left == 0;
        }

        /** Skips the rest; compressed data verifies its checksum here. */
        void drain() throws IOException {
            byte[] rest = new byte[1 << 13];
            while (left > 0) {
                int got = in.read(rest, 0, (int) Math.min(rest.length, left));
                if (got < 0) {
                    throw new EOFException();
                }
                left -= got;
            }
            if (in instanceof InflaterInputStream && in.read() >= 0) {
                throw new IOException("more compressed data than the array has");
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int got = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, got);
            return got;
        }
    }
}

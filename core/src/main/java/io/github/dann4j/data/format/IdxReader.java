package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Slice;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.files.FileException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipException;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Reads one IDX file (the format of MNIST), plain or gzip-compressed; the content decides which of the two it is.
 *
 * <p>Shapes, by magic number:
 *
 * <ul>
 * <li>{@code 0x00000801}: labels {@code [n]}
 * <li>{@code 0x00000803}: grey images {@code [n, height, width]}
 * <li>{@code 0x00000804}: RGB images {@code [n, height, width, 3]}
 * </ul>
 *
 * <p>The file is not trusted. Every value is checked before it is used, memory is allocated only as data arrives, and a
 * file counts as read only if its end (and the checksum of its gzip wrapper) is where it should be.
 */
public final class IdxReader implements AutoCloseable {
    static final int LABELS = 0x00000801;
    static final int COUNTS = 0x00000802;
    static final int GREY = 0x00000803;
    static final int RGB = 0x00000804;

    /** Deflate cannot compress data further than this (RFC 1951: 258 bytes in 2 bits, with rounding up). */
    private static final long LARGEST_DEFLATE_RATIO = 1032;

    /**
     * Images compress far less. More memory than this many times the file size is allocated only once that much was
     * read.
     */
    private static final long TRUSTED_RATIO = 32;

    private static final int BLOCK = 1 << 20;
    private static final int SMALL_BLOCK = 1 << 16;

    private final Path file;
    private final InputStream in;
    private final long fileBytes;
    private final int magic;
    private final int[] shape;
    private final byte[] block;

    /** Bytes of decompressed content consumed so far. */
    private long position;

    private IdxReader(Path file) throws IOException {
        this.file = file;
        this.fileBytes = Files.size(file);
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            this.in = gzip ? new StrictGzipStream(raw) : raw;
            this.magic = readInt("the magic number");
            this.shape = readShape();
            requirePlausibleSize(gzip);
            this.block = new byte[(int) Math.min(BLOCK, Math.max(SMALL_BLOCK, dataBytes()))];
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /**
     * Opens the file and reads its header.
     *
     * @throws DataException if there is no such file, or its header is not that of an IDX file of images, counts or labels
     */
    public static IdxReader open(Path file) {
        if (Files.isDirectory(file)) {
            throw new DataException("%s: is a folder, not a file".formatted(file));
        }
        if (!Files.isRegularFile(file)) {
            throw new DataException("%s: no such file".formatted(file));
        }
        try {
            return new IdxReader(file);
        } catch (IOException e) {
            throw new DataException("%s: cannot be read: %s".formatted(file, reason(e)), e);
        }
    }

    /** Returns the number of images or labels that the header states. */
    public int count() {
        return shape[0];
    }

    public boolean holdsImages() {
        return magic == GREY || magic == RGB;
    }

    /** Returns the height of the images of an image file. */
    int height() {
        return magic == COUNTS ? 1 : shape[1];
    }

    int width() {
        return magic == COUNTS ? shape[1] : shape[2];
    }

    int channels() {
        return magic == RGB ? 3 : 1;
    }

    /**
     * Reads the images of a slice directly into one native tensor, and the rest of the file to verify it.
     *
     * @return uint8 {@code [slice, height, width, channels]}
     */
    public Tensor images(Slice slice) {
        requireKind(holdsImages(), "images (0x00000803 or 0x00000804)");
        return examples(slice);
    }

    /**
     * Reads the rows of counts of a slice, and the rest of the file to verify it.
     *
     * @return uint8 {@code [slice, columns]}
     */
    public Tensor counts(Slice slice) {
        requireKind(magic == COUNTS, "counts (0x00000802)");
        return examples(slice).flatten(1, -1);
    }

    private Tensor examples(Slice slice) {
        long imageBytes = (long) height() * width() * channels();
        int wanted = slice.count(file.toString(), count());
        try {
            skip(slice.from() * imageBytes);
            Tensor images = read(wanted, imageBytes);
            skip((count() - slice.from() - wanted) * imageBytes);
            requireEnd();
            return images;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /**
     * Reads all labels.
     *
     * @param classes labels must be in {@code 0 .. classes - 1}
     */
    public int[] labels(int classes) {
        requireKind(magic == LABELS, "labels (0x00000801)");
        try {
            int[] labels = new int[Math.min(count(), BLOCK)];
            for (int done = 0; done < count(); ) {
                int length = Math.min(count() - done, BLOCK);
                long offset = position;
                readBlock(length);
                if (labels.length < done + length) {
                    labels = Arrays.copyOf(labels, Math.min(count(), Math.max(done + length, 2 * labels.length)));
                }
                for (int i = 0; i < length; i++) {
                    int label = block[i] & 0xff;
                    if (label >= classes) {
                        throw new DataException(String.format(
                                Locale.ROOT,
                                "%s: label %d of image %d (byte %d) is outside 0 to %d",
                                file,
                                label,
                                done + i,
                                offset + i,
                                classes - 1));
                    }
                    labels[done + i] = label;
                }
                done += length;
            }
            requireEnd();
            return labels;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new DataException("%s: cannot be closed: %s".formatted(file, reason(e)), e);
        }
    }

    private int[] readShape() throws IOException {
        int dimensions = switch (magic) {
            case LABELS -> 1;
            case COUNTS -> 2;
            case GREY -> 3;
            case RGB -> 4;
            default ->
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: wrong magic number at byte 0: expected 0x00000801 (labels), 0x00000802 (counts), 0x00000803 (grey images) or 0x00000804 (RGB images), got 0x%08x",
                        file,
                        magic));
        };
        int[] sides = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            sides[d] = readInt("dimension " + d);
            if (sides[d] < 1) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: dimension %d (byte %d) must be 1 or more, got %d",
                        file,
                        d,
                        position - 4,
                        sides[d]));
            }
        }
        if (magic == RGB && sides[3] != 3) {
            throw new DataException(
                    String.format(Locale.ROOT, "%s: colour images must have 3 channels, got %d", file, sides[3]));
        }
        return sides;
    }

    private void requirePlausibleSize(boolean gzip) {
        long expected = dataBytes();
        long room = gzip ? Math.multiplyExact(fileBytes, LARGEST_DEFLATE_RATIO) : fileBytes - position;
        if (expected > room) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: truncated, or a wrong header: dimensions %s need %d bytes, the file has room for %s%d",
                    file,
                    Arrays.toString(shape),
                    expected,
                    gzip ? "at most " : "",
                    room));
        }
        if (!gzip && expected < room) {
            throw trailing(room - expected);
        }
    }

    private long dataBytes() {
        try {
            long bytes = 1;
            for (int side : shape) {
                bytes = Math.multiplyExact(bytes, (long) side);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw new DataException(
                    "%s: dimensions %s are larger than any file".formatted(file, Arrays.toString(shape)), e);
        }
    }

    private Tensor read(int count, long imageBytes) throws IOException {
        long trusted = Math.max(1, TRUSTED_RATIO * fileBytes / imageBytes);
        int capacity = (int) Math.min(count, trusted);
        Tensor images = allocate(capacity);
        long total = count * imageBytes;
        for (long done = 0; done < total; ) {
            if (done == capacity * imageBytes) {
                int larger = (int) Math.min(count, 2L * capacity);
                Tensor grown = allocate(larger);
                grown.narrow(0, 0, capacity).copy_(images);
                images.deallocate();
                images = grown;
                capacity = larger;
            }
            int length = (int) Math.min(capacity * imageBytes - done, BLOCK);
            readBlock(length);
            Tensors.putBytes(images, done, block, 0, length);
            done += length;
        }
        return images;
    }

    private Tensor allocate(int count) {
        return Tensors.empty(ScalarType.Byte, count, height(), width(), channels());
    }

    private void skip(long bytes) throws IOException {
        for (long left = bytes; left > 0; ) {
            int length = (int) Math.min(left, BLOCK);
            readBlock(length);
            left -= length;
        }
    }

    /** Fills the first {@code length} bytes of the block. */
    private void readBlock(int length) throws IOException {
        int got = in.readNBytes(block, 0, length);
        position += got;
        if (got < length) {
            throw new EOFException();
        }
    }

    private int readInt(String what) throws IOException {
        byte[] bytes = in.readNBytes(4);
        if (bytes.length < 4) {
            throw new DataException(String.format(
                    Locale.ROOT, "%s: truncated: ends at byte %d, inside %s", file, position + bytes.length, what));
        }
        position += 4;
        return (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    }

    /** Checks the end: no byte may follow, and the gzip wrapper verifies its checksum here. */
    private void requireEnd() throws IOException {
        long extra = 0;
        for (int got; (got = in.readNBytes(block, 0, block.length)) > 0; ) {
            extra += got;
            if (extra > BLOCK) {
                break;
            }
        }
        if (extra > 0) {
            throw trailing(extra);
        }
    }

    private DataException trailing(long extra) {
        return new DataException(String.format(
                Locale.ROOT,
                "%s: %s%d bytes too many: dimensions %s end at byte %d",
                file,
                extra > BLOCK ? "at least " : "",
                extra,
                Arrays.toString(shape),
                4 + 4 * shape.length + dataBytes()));
    }

    private void requireKind(boolean right, String wanted) {
        if (!right) {
            throw new DataException(String.format(
                    Locale.ROOT, "%s: expected %s, got magic number 0x%08x at byte 0", file, wanted, magic));
        }
    }

    private DataException damaged(IOException e) {
        if (e instanceof EOFException && position == 4 + 4 * shape.length + dataBytes()) {
            return new DataException(
                    "%s: truncated: the checksum at the end of the gzip data is missing".formatted(file), e);
        }
        if (e instanceof EOFException) {
            return new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s: truncated: ends at byte %d of the content, dimensions %s need %d",
                            file,
                            position,
                            Arrays.toString(shape),
                            4 + 4 * shape.length + dataBytes()),
                    e);
        }
        return new DataException(
                String.format(Locale.ROOT, "%s: damaged near byte %d of the content: %s", file, position, reason(e)),
                e);
    }

    private static String reason(IOException e) {
        if (e instanceof EOFException) {
            return "truncated gzip data";
        }
        String text = FileException.reason(e);
        return e instanceof ZipException ? "gzip: " + text : text;
    }
}

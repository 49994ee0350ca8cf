package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import io.github.dann4j.files.FileException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads NumPy's single-array files (format 1.0 to 3.0): matrices of float32, float64 or integers, rows first. The
 * file's size is checked against the shape before any memory is allocated.
 */
public final class NpyReader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER = Pattern.compile(
            "\\{\\s*'descr':\\s*'([^']{1,16})',\\s*'fortran_order':\\s*(True|False),\\s*'shape':\\s*\\(([0-9, ]{0,64})\\),?\\s*\\}\\s*");
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int BLOCK = 1 << 16;

    /** Message for an {@code .npz} file, whatever its name. */
    static final String ARCHIVE =
            "%s: is an .npz file, an archive of arrays; save one of them to a separate file: numpy.save('points.npy', numpy.load(FILE)['NAME'])";

    private NpyReader() {}

    public static Table read(Path file) {
        return read(file, 2);
    }

    /** Reads an array of one dimension, or of one column, as a table of one column. */
    public static Table readVector(Path file) {
        return read(file, 1);
    }

    private static Table read(Path file, int dimensions) {
        TableValues values = read(file, dimensions, null);
        boolean centred = values.isTooFar(0);
        if (centred) {
            values = read(file, dimensions, values.means());
        }
        int rows = values.rows();
        float[] all = values.from(0);
        return new Table(all, rows, all.length / rows, List.of(), List.of(), centred, List.of());
    }

    private static TableValues read(Path file, int dimensions, double @Nullable [] offsets) {
        try (InputStream stream = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(new BufferedInputStream(stream, BLOCK))) {
            return read(file, in, Files.size(file), dimensions, offsets);
        } catch (EOFException e) {
            throw new DataException("%s: is truncated".formatted(file));
        } catch (IOException e) {
            throw new DataException("%s: cannot be read: %s".formatted(file, FileException.reason(e)));
        }
    }

    private static TableValues read(Path file, DataInputStream in, long size, int least, double @Nullable [] offsets)
            throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (magic.length > 1 && magic[0] == 'P' && magic[1] == 'K') {
            throw new DataException(ARCHIVE.formatted(file));
        }
        if (!java.util.Arrays.equals(magic, MAGIC)) {
            throw new DataException(
                    "%s: is not a .npy file: it does not begin with the byte 0x93 and 'NUMPY'".formatted(file));
        }
        int version = in.readUnsignedByte();
        in.readUnsignedByte();
        if (version < 1 || version > 3) {
            throw new DataException(
                    String.format(Locale.ROOT, "%s: .npy version %d is not supported; use 1 to 3", file, version));
        }
        int length = version == 1
                ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
                : Integer.reverseBytes(in.readInt());
        if (length < 0 || length > LONGEST_HEADER) {
            throw new DataException(String.format(
                    Locale.ROOT, "%s: its header has %d bytes, but at most %d are read", file, length, LONGEST_HEADER));
        }
        byte[] text = new byte[length];
        in.readFully(text);
        Matcher header = HEADER.matcher(new String(text, StandardCharsets.UTF_8));
        if (!header.matches()) {
            throw new DataException("%s: its header is not that of a plain array".formatted(file));
        }
        if (header.group(2).equals("True")) {
            throw new DataException(
                    "%s: its columns come first (fortran_order); save its numpy.ascontiguousarray instead"
                            .formatted(file));
        }
        int[] shape = shape(file, header.group(3), least);
        Type type = type(file, header.group(1));
        long expected = (version == 1 ? 10L : 12L) + length + (long) shape[0] * shape[1] * type.bytes;
        if (size != expected) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: has %d bytes, but an array [%d, %d] of '%s' takes %d",
                    file,
                    size,
                    shape[0],
                    shape[1],
                    header.group(1),
                    expected));
        }
        TableValues values =
                new TableValues(file, shape[1], shape[0] * shape[1], offsets == null ? new double[shape[1]] : offsets);
        fill(values, in, shape, type);
        return values;
    }

    /** Returns rows and columns: a matrix, or more dimensions of which the first is the rows. */
    private static int[] shape(Path file, String text, int least) {
        long rows = 0;
        long columns = 1;
        int dimensions = 0;
        for (String side : text.split(",")) {
            if (side.isBlank()) {
                continue;
            }
            long length = side.strip().matches("[0-9]{1,9}") ? Long.parseLong(side.strip()) : -1;
            if (length < 1) {
                throw new DataException("%s: shape (%s): each side must be 1 to 999,999,999".formatted(file, text));
            }
            if (dimensions++ == 0) {
                rows = length;
            } else {
                columns *= length;
            }
            if (rows * columns > Integer.MAX_VALUE - 8) {
                throw new DataException(
                        "%s: shape (%s) has more values than the maximum of 2^31".formatted(file, text));
            }
        }
        if (dimensions < least) {
            throw new DataException("%s: shape (%s) is not a matrix; a matrix with a row for each point is needed"
                    .formatted(file, text));
        }
        return new int[] {(int) rows, (int) columns};
    }

    private interface Get {
        double at(ByteBuffer bytes, int index);
    }

    private record Type(int bytes, ByteOrder order, Get get) {}

    private static Type type(Path file, String name) {
        ByteOrder order = name.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return switch (name.substring(1)) {
            case "f4" -> new Type(4, order, (bytes, i) -> bytes.getFloat(4 * i));
            case "f8" -> new Type(8, order, (bytes, i) -> bytes.getDouble(8 * i));
            case "u1" -> new Type(1, order, (bytes, i) -> bytes.get(i) & 0xff);
            case "i1", "b1" -> new Type(1, order, (bytes, i) -> bytes.get(i));
            case "i2" -> new Type(2, order, (bytes, i) -> bytes.getShort(2 * i));
            case "u2" -> new Type(2, order, (bytes, i) -> bytes.getShort(2 * i) & 0xffff);
            case "i4" -> new Type(4, order, (bytes, i) -> bytes.getInt(4 * i));
            case "i8" -> new Type(8, order, (bytes, i) -> bytes.getLong(8 * i));
            default ->
                throw new DataException(
                        "%s: values of type '%s' are not supported; use f4, f8, i1, u1, i2, u2, i4 or i8"
                                .formatted(file, name));
        };
    }

    private static void fill(TableValues values, DataInputStream in, int[] shape, Type type) throws IOException {
        int count = shape[0] * shape[1];
        byte[] block = new byte[BLOCK];
        ByteBuffer bytes = ByteBuffer.wrap(block).order(type.order);
        int most = BLOCK / type.bytes;
        int column = 0;
        for (int done = 0; done < count; ) {
            int some = Math.min(most, count - done);
            in.readFully(block, 0, some * type.bytes);
            for (int i = 0; i < some; i++) {
                values.add(type.get.at(bytes, i), column);
                column = column + 1 == shape[1] ? 0 : column + 1;
            }
            done += some;
        }
    }
}

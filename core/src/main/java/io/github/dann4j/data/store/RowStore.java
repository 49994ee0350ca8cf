package io.github.dann4j.data.store;

import static org.bytedeco.pytorch.global.torch.index_select;
import static org.bytedeco.pytorch.global.torch.torch_from_file;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of equally many bytes that become one tensor: the pixels or the features of many images. Several threads may
 * write different rows at the same time.
 *
 * <p>The rows are in native memory or, if that would take more than a {@link StorageSpace} allows, in a file. The tensor
 * is then a mapping of the file: the operating system keeps the parts in memory that are in use, as long as it has room.
 * The file loses its name when it is mapped, so it disappears with the process, however that ends.
 */
public abstract sealed class RowStore implements AutoCloseable {
    private final int rowBytes;
    private int size;

    private RowStore(int size, int rowBytes) {
        this.size = size;
        this.rowBytes = rowBytes;
    }

    /**
     * Makes room for rows, whose content is not defined before it is written.
     *
     * @param size number of rows, at least 1
     * @param rowBytes bytes of a row, at least 1
     * @throws FileException if they need a file and it cannot be created
     */
    public static RowStore of(int size, int rowBytes, StorageSpace space) {
        return (long) size * rowBytes <= space.memory()
                ? new Memory(size, rowBytes)
                : MappedFile.in(space.folder().resolve("rows"), size, rowBytes);
    }

    /** Returns the number of rows. */
    public final int size() {
        return size;
    }

    /** Returns the bytes of a row. */
    public final int rowBytes() {
        return rowBytes;
    }

    /** Writes a row. */
    public final void put(int row, byte[] bytes) {
        put(row, bytes, 0);
    }

    /**
     * Writes a row.
     *
     * @param offset of the row's first byte in {@code bytes}
     * @throws FileException if the file cannot be written, as on a full disk
     */
    public abstract void put(int row, byte[] bytes, int offset);

    /** Returns a copy of a row. */
    public abstract byte[] get(int row);

    /**
     * Keeps only some rows: row i is then the i-th of these.
     *
     * @param rows numbers of rows, ascending, at least one
     */
    public final void keep(int[] rows) {
        if (!IntStream.range(1, rows.length).allMatch(i -> rows[i - 1] < rows[i])) {
            throw new IllegalArgumentException("the kept rows must ascend");
        }
        if (rows.length < size) {
            move(rows);
            size = rows.length;
        }
    }

    abstract void move(int[] rows);

    /**
     * Returns all rows as a tensor {@code [size, shape]}, which stays usable after {@link #close}. Nothing can be written
     * afterwards.
     *
     * @param type of the elements, whose bytes the rows have in little-endian order, that of all machines with a libtorch
     * @param shape of a row
     */
    public abstract Tensor tensor(ScalarType type, long... shape);

    /** Frees what no tensor uses. */
    @Override
    public abstract void close();

    final long[] shape(long[] row) {
        return LongStream.concat(LongStream.of(size), Arrays.stream(row)).toArray();
    }

    private static final class Memory extends RowStore {
        private Tensor bytes;

        Memory(int size, int rowBytes) {
            super(size, rowBytes);
            this.bytes = Tensors.empty(ScalarType.Byte, size, rowBytes).retainReference();
        }

        @Override
        public void put(int row, byte[] values, int offset) {
            Tensors.putBytes(bytes, (long) row * rowBytes(), values, offset, rowBytes());
        }

        @Override
        public byte[] get(int row) {
            byte[] values = new byte[rowBytes()];
            new BytePointer(bytes.data_ptr())
                    .position(Objects.checkIndex(row, size()) * (long) rowBytes())
                    .get(values);
            return values;
        }

        @Override
        void move(int[] rows) {
            Tensor kept;
            try (PointerScope scope = new PointerScope()) {
                long[] numbers = Arrays.stream(rows).asLongStream().toArray();
                kept = index_select(bytes, 0, Tensors.ofLongs(numbers, numbers.length))
                        .retainReference();
            }
            bytes.deallocate();
            bytes = kept;
        }

        @Override
        public Tensor tensor(ScalarType type, long... shape) {
            return bytes.view(type).view(shape(shape));
        }

        @Override
        public void close() {
            // At once: a scope further out would keep what it only releases.
            bytes.deallocate();
        }
    }

    private static final class MappedFile extends RowStore {
        private static final Logger LOG = LoggerFactory.getLogger(RowStore.class);
        private static final String SUFFIX = ".rows";

        /** A file that is as old and not locked was left by a process that was killed before it mapped the file. */
        private static final Duration ABANDONED = Duration.ofHours(1);

        private final Path file;
        private final FileChannel channel;

        private MappedFile(Path file, FileChannel channel, int size, int rowBytes) {
            super(size, rowBytes);
            this.file = file;
            this.channel = channel;
        }

        @SuppressWarnings("resource") // the caller closes the store
        static MappedFile in(Path folder, int size, int rowBytes) {
            Path file = folder;
            try {
                Files.createDirectories(folder);
                removeAbandoned(folder);
                file = Files.createTempFile(folder, "", SUFFIX);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                channel.lock(); // until it is closed
                return new MappedFile(file, channel, size, rowBytes);
            } catch (IOException e) {
                throw unusable(file, e);
            }
        }

        private static void removeAbandoned(Path folder) throws IOException {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
                for (Path file : files) {
                    if (Files.getLastModifiedTime(file)
                            .toInstant()
                            .isAfter(Instant.now().minus(ABANDONED))) {
                        continue;
                    }
                    try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        if (other.tryLock() != null) {
                            Files.delete(file);
                        }
                    } catch (OverlappingFileLockException e) {
                        LOG.debug("{}: in use by this process", file);
                    } catch (IOException e) {
                        LOG.debug("{}: not removed: {}", file, e.getMessage());
                    }
                }
            }
        }

        private static RuntimeException unusable(Path file, IOException e) {
            return e instanceof ClosedChannelException // by an interrupt of one of the threads
                    ? new CancellationException("stopped during the writing of " + file)
                    : new FileException(
                            String.format(
                                    Locale.ROOT,
                                    "%s: the examples of a split do not fit into the memory that they may take, and their file cannot be used: %s",
                                    file,
                                    FileException.reason(e)),
                            e);
        }

        @Override
        public void put(int row, byte[] bytes, int offset) {
            ByteBuffer from = ByteBuffer.wrap(bytes, offset, rowBytes());
            long at = (long) row * rowBytes();
            try {
                while (from.hasRemaining()) {
                    at += channel.write(from, at);
                }
            } catch (IOException e) {
                throw unusable(file, e);
            }
        }

        @Override
        public byte[] get(int row) {
            ByteBuffer into = ByteBuffer.allocate(rowBytes());
            long at = (long) row * rowBytes();
            try {
                while (into.hasRemaining()) {
                    int read = channel.read(into, at);
                    if (read < 0) {
                        break; // a row that was never written
                    }
                    at += read;
                }
            } catch (IOException e) {
                throw unusable(file, e);
            }
            return into.array();
        }

        @Override
        void move(int[] rows) {
            for (int i = 0; i < rows.length; i++) {
                if (rows[i] != i) {
                    put(i, get(rows[i]));
                }
            }
        }

        @Override
        public Tensor tensor(ScalarType type, long... shape) {
            long elements = Arrays.stream(shape(shape)).reduce(1, Math::multiplyExact);
            try {
                channel.truncate((long) size() * rowBytes());
                // Not shared: if something wrote to the tensor, the change would stay in this process.
                Tensor all = torch_from_file(
                        file.toString(), new BoolOptional(false), new LongOptional(elements), new TensorOptions(type));
                return all.view(shape(shape));
            } catch (IOException e) {
                throw unusable(file, e);
            } finally {
                close();
            }
        }

        @Override
        public void close() {
            try {
                Files.deleteIfExists(file);
                channel.close();
            } catch (IOException e) {
                LOG.debug("{}: not removed: {}", file, e.getMessage());
            }
        }
    }
}

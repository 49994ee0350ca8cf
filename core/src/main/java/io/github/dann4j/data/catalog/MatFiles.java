package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.MatReader;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.store.RowStore;
import io.github.dann4j.data.store.StorageSpace;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One split of a dataset in MAT files, one after another: {@code train_32x32.mat} of SVHN, or that file and
 * {@code extra_32x32.mat}.
 *
 * @param names see {@link StorageForm#names()}; a zip archive stands for the file inside it that has the first name
 */
record MatFiles(List<List<String>> names) implements StorageForm {
    /** Number of pixel bytes from which the decompressed form is kept in the cache folder. */
    private static final long WORTH_KEEPING = 64 << 20;

    MatFiles(String... files) {
        this(Stream.of(files).map(List::of).toList());
    }

    /** Returns a single file, which may also be inside the zip archive in which it was published. */
    static MatFiles orZipped(String file, String archive) {
        return new MatFiles(List.of(List.of(file, archive)));
    }

    @Override
    public ImageSet read(DatasetInfo entry, DataName name, Split split, List<Path> found, StorageSpace space) {
        List<MatReader.Shape> shapes = IntStream.range(0, found.size())
                .mapToObj(i -> MatReader.shape(found.get(i), member(i)))
                .toList();
        MatReader.Shape first = shapes.get(0);
        long total = 0;
        for (int i = 0; i < shapes.size(); i++) {
            MatReader.Shape shape = shapes.get(i);
            total += shape.count();
            if (shape.height() != first.height()
                    || shape.width() != first.width()
                    || shape.channels() != first.channels()) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s contains images of %d x %d x %d but %s of %d x %d x %d",
                        found.get(0),
                        first.height(),
                        first.width(),
                        first.channels(),
                        found.get(i),
                        shape.height(),
                        shape.width(),
                        shape.channels()));
            }
        }
        Slice slice = name.slice(split);
        // Decompressing all of SVHN takes a quarter of a minute; reading the decompressed form takes a second.
        DecodedCache kept = slice.equals(Slice.ALL) && total * first.imageBytes() >= WORTH_KEEPING
                ? new DecodedCache(space, key(found))
                : null;
        DecodedCache.Kept known = kept == null ? null : kept.read();
        if (known != null) {
            return set(known.images(), name.label(split), split, first, known.numbers(), entry);
        }
        int count = slice.count(name.label(split), Math.toIntExact(total));
        RowStore images = RowStore.of(count, Math.toIntExact(first.imageBytes()), space);
        int[] labels = new int[count];
        try {
            read(found, shapes, slice.from(), images, labels);
        } catch (RuntimeException | Error e) {
            images.close();
            throw e;
        }
        if (kept != null) {
            kept.write(new DecodedCache.Kept(
                    images, new int[] {first.height(), first.width(), first.channels()}, labels, List.of()));
        }
        return set(images, name.label(split), split, first, labels, entry);
    }

    private static ImageSet set(
            RowStore images, String label, Split split, MatReader.Shape shape, int[] labels, DatasetInfo entry) {
        try (images;
                PointerScope scope = new PointerScope()) {
            return ImageSet.labeled(
                    label,
                    split,
                    images.tensor(ScalarType.Byte, shape.height(), shape.width(), shape.channels()),
                    labels,
                    entry.classNames());
        }
    }

    /** Reads all images and labels of the files from number {@code begin}, as many as there is room for. */
    private void read(List<Path> found, List<MatReader.Shape> shapes, int begin, RowStore images, int[] labels) {
        int count = labels.length;
        int offset = 0;
        for (int i = 0; i < found.size(); i++) {
            Window window = new Window(images, begin - offset, count);
            int[] all = MatReader.read(found.get(i), member(i), window::put);
            int from = Math.max(0, window.from());
            int to = Math.min(all.length, window.from() + count);
            if (from < to) {
                System.arraycopy(all, from, labels, from - window.from(), to - from);
            }
            offset += shapes.get(i).count();
        }
    }

    /**
     * Returns a key that distinguishes these files from others and from later versions, without reading their
     * gigabytes.
     */
    private static String key(List<Path> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(String.format(
                                Locale.ROOT,
                                "mat %s %d %s\n",
                                file.toRealPath(),
                                Files.size(file),
                                Files.getLastModifiedTime(file))
                        .getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new DataException("%s: cannot be read: %s".formatted(files.get(0), FileException.reason(e)), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the name that file i has inside an archive. */
    private String member(int i) {
        String name = names.get(i).get(0);
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /**
     * The requested images of a file.
     *
     * @param from number within the file of the first image of {@code images}; may be negative
     */
    private record Window(RowStore images, int from, int count) {
        void put(int first, byte[] block, int blockCount) {
            int begin = Math.max(first, from);
            int end = Math.min(first + blockCount, from + count);
            for (int image = begin; image < end; image++) {
                images.put(image - from, block, (image - first) * images.rowBytes());
            }
        }
    }
}

package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.files.AtomicFile;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.bytedeco.javacpp.BytePointer;

/**
 * Writes images as IDX files (the format of MNIST), compressed if the name ends in {@code .gz}. {@link IdxReader} reads
 * them back. The same images give the same bytes: the gzip header has no name and no time.
 */
public final class IdxWriter {
    private static final int BLOCK = 1 << 20;
    private static final int LARGEST_LABEL = 255;

    private IdxWriter() {}

    /**
     * Writes both files of labelled images. Each is written completely or not at all, and neither is put in place
     * before both are written.
     *
     * @throws DataException if a label does not fit a byte, or both names are the same
     * @throws io.github.dann4j.files.FileException if a file cannot be written
     */
    public static void write(ImageSet set, Path images, Path labels) {
        if (images.toAbsolutePath().normalize().equals(labels.toAbsolutePath().normalize())) {
            throw new DataException("%s: images and labels need separate files".formatted(images));
        }
        byte[] values = values(set);
        AtomicFile.write(images, out -> {
            pixels(set, images, out);
            AtomicFile.write(labels, other -> labels(values, labels, other));
        });
    }

    /**
     * Writes only the images.
     *
     * @throws io.github.dann4j.files.FileException if the file cannot be written
     */
    public static void writeImages(ImageSet set, Path images) {
        AtomicFile.write(images, out -> pixels(set, images, out));
    }

    /**
     * Returns the usual names of the files: {@code NAME-SPLIT-images-idx3-ubyte.gz} (grey; {@code idx4} for RGB) and
     * {@code NAME-SPLIT-labels-idx1-ubyte.gz}, with characters that are unsafe in file names replaced by {@code _}.
     *
     * @return the names of the image and the label file
     */
    public static List<String> names(ImageSet set) {
        String stem = set.name().replaceAll("[^A-Za-z0-9.-]+", "_") + "-"
                + set.split().label();
        return List.of(
                String.format(Locale.ROOT, "%s-images-idx%d-ubyte.gz", stem, set.channels() == 1 ? 3 : 4),
                stem + "-labels-idx1-ubyte.gz");
    }

    private static byte[] values(ImageSet set) {
        long[] labels = Tensors.longs(set.labels());
        byte[] values = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] > LARGEST_LABEL) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s %s: label %d of image %d does not fit IDX, which holds 0 to %d",
                        set.name(),
                        set.split().label(),
                        labels[i],
                        i,
                        LARGEST_LABEL));
            }
            values[i] = (byte) labels[i];
        }
        return values;
    }

    private static void pixels(ImageSet set, Path file, OutputStream out) throws IOException {
        boolean grey = set.channels() == 1;
        int[] header = grey
                ? new int[] {IdxReader.GREY, set.size(), set.height(), set.width()}
                : new int[] {IdxReader.RGB, set.size(), set.height(), set.width(), set.channels()};
        content(file, out, header, data -> {
            BytePointer pixels = new BytePointer(set.images().data_ptr());
            long total = set.images().numel();
            byte[] block = new byte[(int) Math.min(BLOCK, total)];
            for (long at = 0; at < total; at += block.length) {
                int length = (int) Math.min(block.length, total - at);
                pixels.position(at).get(block, 0, length);
                data.write(block, 0, length);
            }
        });
    }

    private static void labels(byte[] values, Path file, OutputStream out) throws IOException {
        content(file, out, new int[] {IdxReader.LABELS, values.length}, data -> data.write(values));
    }

    /** Writes magic number, dimensions, values and the end of the gzip wrapper, but does not close {@code out}. */
    private static void content(Path file, OutputStream out, int[] header, AtomicFile.Content values)
            throws IOException {
        GZIPOutputStream gzip = file.getFileName().toString().endsWith(".gz") ? new GZIPOutputStream(out, BLOCK) : null;
        DataOutputStream data = new DataOutputStream(gzip == null ? out : gzip);
        for (int value : header) {
            data.writeInt(value);
        }
        values.writeTo(data);
        data.flush();
        if (gzip != null) {
            gzip.finish();
        }
    }
}

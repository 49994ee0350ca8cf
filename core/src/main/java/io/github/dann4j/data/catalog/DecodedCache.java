package io.github.dann4j.data.catalog;

import io.github.dann4j.data.store.RowStore;
import io.github.dann4j.data.store.StorageSpace;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decoded images on disk, one file per group of images. The file's name is a checksum of everything that distinguishes
 * the group, so the same name means the same content. Every file may be deleted at any time. A file that is damaged, or
 * cannot be read or written, counts as missing: the images are then decoded again.
 *
 * @param space its folder has the files, in the subfolder {@code decoded}
 * @param key hexadecimal
 */
record DecodedCache(StorageSpace space, String key) {
    private static final Logger LOG = LoggerFactory.getLogger(DecodedCache.class);
    private static final long MAGIC = 0x64616e6e346a0002L; // "dann4j", version 2

    /**
     * The content of a cache file.
     *
     * @param images the pixels of each, uint8 {@code [height, width, channels]}; the caller closes them
     * @param shape height, width, channels
     * @param numbers one per image, with a meaning that the caller defines
     * @param notes remarks on the reading
     */
    record Kept(RowStore images, int[] shape, int[] numbers, List<String> notes) {}

    private Path file() {
        return space.folder().resolve("decoded").resolve(key + ".pictures");
    }

    /** Returns what was written under this key; null if nothing was. */
    @Nullable
    Kept read() {
        if (!Files.isRegularFile(file())) {
            return null;
        }
        CRC32C sum = new CRC32C();
        try (DataInputStream in = new DataInputStream(
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file()), 1 << 16), sum))) {
            if (in.readLong() != MAGIC) {
                throw new IOException("not a cache file of this version");
            }
            int[] shape = {in.readInt(), in.readInt(), in.readInt(), in.readInt()};
            int rowBytes = 1;
            for (int side : Arrays.copyOfRange(shape, 1, 4)) {
                rowBytes = side < 1 ? -1 : Math.multiplyExact(rowBytes, side);
            }
            if (rowBytes < 1 || shape[0] < 1 || (rowBytes + 4L) * shape[0] > Files.size(file())) {
                throw new IOException("its header is damaged");
            }
            int[] numbers = new int[shape[0]];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = in.readInt();
            }
            List<String> notes = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                notes.add(in.readUTF());
            }
            RowStore images = RowStore.of(shape[0], rowBytes, space);
            try {
                byte[] row = new byte[rowBytes];
                for (int i = 0; i < images.size(); i++) {
                    Cancellation.check("the reading of " + file());
                    in.readFully(row);
                    images.put(i, row);
                }
                long right = sum.getValue();
                if (in.readLong() != right) {
                    throw new IOException("its checksum is wrong");
                }
            } catch (IOException | RuntimeException e) {
                images.close();
                throw e;
            }
            return new Kept(images, Arrays.copyOfRange(shape, 1, 4), numbers, notes);
        } catch (IOException | ArithmeticException e) {
            LOG.warn("{}: not used, the images are decoded again: {}", file(), e.getMessage());
            return null;
        }
    }

    /** Stores decoded images, if the disk has room for them. */
    void write(Kept kept) {
        RowStore images = kept.images();
        try {
            Files.createDirectories(file().getParent());
            AtomicFile.write(file(), raw -> {
                CRC32C sum = new CRC32C();
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(new CheckedOutputStream(raw, sum), 1 << 16));
                out.writeLong(MAGIC);
                out.writeInt(images.size());
                for (int side : kept.shape()) {
                    out.writeInt(side);
                }
                for (int number : kept.numbers()) {
                    out.writeInt(number);
                }
                out.writeInt(kept.notes().size());
                for (String note : kept.notes()) {
                    out.writeUTF(note.length() > 1000 ? note.substring(0, 1000) : note);
                }
                for (int i = 0; i < images.size(); i++) {
                    out.write(images.get(i));
                }
                out.flush();
                out.writeLong(sum.getValue());
                out.flush();
            });
        } catch (IOException | FileException e) {
            LOG.debug("{}: decoded images are not stored: {}", file(), e.getMessage());
        }
    }
}

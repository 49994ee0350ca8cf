package io.github.dann4j.data.catalog;

import io.github.dann4j.engine.Tensors;
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
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decoded images on disk, one file per group of images. The file's name is a checksum of everything that distinguishes
 * the group, so the same name means the same content. Every file may be deleted at any time. A file that is damaged, or
 * cannot be read or written, counts as missing: the images are then decoded again.
 *
 * @param folder the folder for data that the program generates; the files are in its subfolder {@code decoded}
 * @param key hexadecimal
 */
record DecodedCache(Path folder, String key) {
    private static final Logger LOG = LoggerFactory.getLogger(DecodedCache.class);
    private static final long MAGIC = 0x64616e6e346a0002L; // "dann4j", version 2
    private static final int BLOCK = 1 << 20;

    /**
     * The content of a cache file.
     *
     * @param images uint8 {@code [n, height, width, channels]}
     * @param numbers one per image, with a meaning that the caller defines
     * @param notes remarks on the reading
     */
    record Kept(Tensor images, int[] numbers, List<String> notes) {}

    private Path file() {
        return folder.resolve("decoded").resolve(key + ".pictures");
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
            long bytes = 1;
            for (int side : shape) {
                bytes = side < 1 ? -1 : Math.multiplyExact(bytes, (long) side);
            }
            if (bytes < 1 || bytes + 4L * shape[0] > Files.size(file())) {
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
            Tensor images = Tensors.empty(ScalarType.Byte, shape[0], shape[1], shape[2], shape[3]);
            byte[] block = new byte[BLOCK];
            for (long done = 0; done < bytes; ) {
                Cancellation.check("the reading of " + file());
                int length = (int) Math.min(BLOCK, bytes - done);
                in.readFully(block, 0, length);
                Tensors.putBytes(images, done, block, 0, length);
                done += length;
            }
            long right = sum.getValue();
            if (in.readLong() != right) {
                images.deallocate();
                throw new IOException("its checksum is wrong");
            }
            return new Kept(images, numbers, notes);
        } catch (IOException | ArithmeticException e) {
            LOG.warn("{}: not used, the images are decoded again: {}", file(), e.getMessage());
            return null;
        }
    }

    /** Stores decoded images, if the disk has room for them. */
    void write(Kept kept) {
        Tensor images = kept.images();
        try {
            Files.createDirectories(file().getParent());
            AtomicFile.write(file(), raw -> {
                CRC32C sum = new CRC32C();
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(new CheckedOutputStream(raw, sum), 1 << 16));
                out.writeLong(MAGIC);
                for (int dimension = 0; dimension < 4; dimension++) {
                    out.writeInt(Math.toIntExact(images.size(dimension)));
                }
                for (int number : kept.numbers()) {
                    out.writeInt(number);
                }
                out.writeInt(kept.notes().size());
                for (String note : kept.notes()) {
                    out.writeUTF(note.length() > 1000 ? note.substring(0, 1000) : note);
                }
                BytePointer pixels = new BytePointer(images.data_ptr());
                long total = images.numel();
                byte[] block = new byte[(int) Math.min(BLOCK, total)];
                for (long done = 0; done < total; done += block.length) {
                    int length = (int) Math.min(block.length, total - done);
                    pixels.position(done).get(block, 0, length);
                    out.write(block, 0, length);
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

package io.github.dann4j.data;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decoded pictures on disk, one file a set of pictures, named after a sum over all that went in: the same name, the same
 * content. Every file may be deleted at any time. A file that is damaged, or cannot be read or written, counts as none: the
 * pictures are then decoded again.
 *
 * @param folder the folder for data of the program's own making; the files lie below {@code decoded}
 * @param key hexadecimal
 */
record DecodedCache(Path folder, String key) {
    private static final Logger LOG = LoggerFactory.getLogger(DecodedCache.class);
    private static final long MAGIC = 0x64616e6e346a0001L; // "dann4j", version 1
    private static final int BLOCK = 1 << 20;

    private Path file() {
        return folder.resolve("decoded").resolve(key + ".pictures");
    }

    /** What was written under this key; null if nothing was. */
    PictureFiles.@Nullable Decoded read() {
        if (!Files.isRegularFile(file())) {
            return null;
        }
        MessageDigest digest = sha256();
        try (DataInputStream in = new DataInputStream(
                new DigestInputStream(new BufferedInputStream(Files.newInputStream(file()), BLOCK), digest))) {
            if (in.readLong() != MAGIC) {
                throw new IOException("no cache file of this version");
            }
            int count = in.readInt();
            int side = in.readInt();
            long bytes = Math.multiplyExact(3L * side * side, (long) count);
            if (count < 1 || side < 1 || bytes + 4L * count > Files.size(file())) {
                throw new IOException("its header is damaged");
            }
            int[] used = new int[count];
            for (int i = 0; i < count; i++) {
                used[i] = in.readInt();
            }
            List<String> notes = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                notes.add(in.readUTF());
            }
            Tensor images = Tensors.empty(ScalarType.Byte, count, side, side, 3);
            byte[] block = new byte[BLOCK];
            for (long done = 0; done < bytes; ) {
                int length = (int) Math.min(BLOCK, bytes - done);
                in.readFully(block, 0, length);
                Tensors.putBytes(images, done, block, 0, length);
                done += length;
            }
            byte[] sum = digest.digest();
            if (!Arrays.equals(sum, in.readNBytes(sum.length))) {
                images.deallocate();
                throw new IOException("its checksum is wrong");
            }
            return new PictureFiles.Decoded(images, used, notes);
        } catch (IOException | ArithmeticException e) {
            LOG.warn("{}: not used, the pictures are decoded again: {}", file(), e.getMessage());
            return null;
        }
    }

    /** Keeps what was decoded; nothing is kept of pictures of which none could be read. */
    void write(PictureFiles.Decoded decoded) {
        Tensor images = decoded.images();
        if (images == null) {
            return;
        }
        try {
            Files.createDirectories(file().getParent());
            AtomicFile.write(file(), raw -> {
                DigestOutputStream digested = new DigestOutputStream(raw, sha256());
                DataOutputStream out = new DataOutputStream(digested);
                out.writeLong(MAGIC);
                out.writeInt(decoded.used().length);
                out.writeInt(Math.toIntExact(images.size(1)));
                for (int index : decoded.used()) {
                    out.writeInt(index);
                }
                out.writeInt(decoded.notes().size());
                for (String note : decoded.notes()) {
                    out.writeUTF(note.length() > 1000 ? note.substring(0, 1000) : note);
                }
                BytePointer pixels = new BytePointer(images.data_ptr());
                byte[] block = new byte[BLOCK];
                for (long done = 0; done < images.numel(); done += block.length) {
                    int length = (int) Math.min(block.length, images.numel() - done);
                    pixels.position(done).get(block, 0, length);
                    out.write(block, 0, length);
                }
                out.flush();
                raw.write(digested.getMessageDigest().digest());
            });
        } catch (IOException | FileException e) {
            LOG.debug("{}: decoded pictures are not kept: {}", file(), e.getMessage());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

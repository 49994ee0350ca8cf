package io.github.dann4j.data;

import io.github.dann4j.engine.Cancellation;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * What tells examples from one another, and nothing else of them: for each image a part of the SHA-256 of its size and pixels in red,
 * green and blue, and for one that comes from a file of its own also of the file; for each row of features of its values. By these a
 * model knows the examples of its training.
 *
 * <p>A key has 40 bits: 60,000 images against 10,000 others give a wrong match once in 1,800 times.
 */
public final class ExampleKeys {
    private static final int BITS = 40;

    /** Images for which a thread sets up one digest. */
    private static final int BATCH = 256;

    private final long[] sorted;

    private ExampleKeys(LongStream keys) {
        this.sorted = keys.sorted().distinct().toArray();
    }

    /** The keys of all examples of a dataset. */
    public static ExampleKeys of(ExampleSet set) {
        LongStream contents = Arrays.stream(contentKeys(set));
        ImageFiles files = filesOf(set);
        return new ExampleKeys(
                files == null
                        ? contents
                        : LongStream.concat(
                                contents, Arrays.stream(files.sums()).map(ExampleKeys::key)));
    }

    private static @Nullable ImageFiles filesOf(ExampleSet set) {
        return set instanceof ImageSet images ? images.files() : null;
    }

    private static long[] contentKeys(ExampleSet set) {
        return set instanceof FeatureSet features
                ? Arrays.stream(features.rowSums()).map(ExampleKeys::key).toArray()
                : pixelKeys((ImageSet) set);
    }

    /** These and others. */
    public ExampleKeys and(ExampleKeys others) {
        return new ExampleKeys(LongStream.concat(Arrays.stream(sorted), Arrays.stream(others.sorted)));
    }

    /** How many examples of a dataset are among these, by their values or by their files. */
    public int countIn(ExampleSet set) {
        long[] contents = contentKeys(set);
        ImageFiles files = filesOf(set);
        return (int) IntStream.range(0, contents.length)
                .filter(i -> has(contents[i]) || (files != null && has(key(files.sums()[i]))))
                .count();
    }

    private boolean has(long key) {
        return Arrays.binarySearch(sorted, key) >= 0;
    }

    /** The leading bits of a sum. */
    private static long key(long sum) {
        return sum >>> (Long.SIZE - BITS);
    }

    private static long[] pixelKeys(ImageSet set) {
        int channels = set.channels();
        int bytes = set.height() * set.width() * channels;
        BytePointer pixels = new BytePointer(set.images().data_ptr());
        long[] keys = new long[set.size()];
        IntStream.range(0, (keys.length + BATCH - 1) / BATCH).parallel().forEach(batch -> {
            Cancellation.check("the recognition of images");
            int end = Math.min(keys.length, (batch + 1) * BATCH);
            byte[] image = new byte[bytes];
            byte[] colours = channels == 3 ? image : new byte[3 * bytes];
            MessageDigest digest = Labels.sha256();
            BytePointer own = new BytePointer(pixels);
            for (int i = batch * BATCH; i < end; i++) {
                own.position((long) i * bytes).get(image, 0, bytes);
                if (channels == 1) {
                    for (int p = 0; p < bytes; p++) {
                        Arrays.fill(colours, 3 * p, 3 * p + 3, image[p]);
                    }
                }
                digest.update(ByteBuffer.allocate(2 * Integer.BYTES)
                        .putInt(set.height())
                        .putInt(set.width())
                        .array());
                keys[i] = key(ByteBuffer.wrap(digest.digest(colours)).getLong());
            }
        });
        return keys;
    }

    /**
     * All keys as text of some 5 characters an image, from which {@link #of(String)} makes them again: the sorted keys as differences,
     * 7 bits a byte, the lowest first, all bytes but the last of a difference with the eighth bit set; in Base64.
     */
    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(sorted.length * (BITS / 7 + 1));
        long before = 0;
        for (long key : sorted) {
            long rest = key - before;
            for (; rest >= 0x80; rest >>>= 7) {
                bytes.put((byte) (rest | 0x80));
            }
            bytes.put((byte) rest);
            before = key;
        }
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    /**
     * Reads the {@linkplain #text() text} of keys.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ExampleKeys of(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        LongStream.Builder keys = LongStream.builder();
        long key = 0;
        long difference = 0;
        int shift = 0;
        for (byte part : bytes) {
            difference |= (part & 0x7fL) << shift;
            shift += 7;
            if (part >= 0) {
                key += difference;
                keys.add(key);
                difference = 0;
                shift = 0;
            } else if (shift > BITS) {
                throw new IllegalArgumentException("a key has more than " + BITS + " bits");
            }
        }
        if (shift != 0) {
            throw new IllegalArgumentException("the last key is cut off");
        }
        return new ExampleKeys(keys.build());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExampleKeys keys && Arrays.equals(sorted, keys.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }
}

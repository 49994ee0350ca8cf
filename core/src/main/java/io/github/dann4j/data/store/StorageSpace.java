package io.github.dann4j.data.store;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the examples of a split are kept: in memory, or in a mapped file if there are too many.
 *
 * @param folder for data that the program generates; is created if it does not exist
 * @param memory the most bytes that the pixels or features of one split may take in memory, at least 0
 */
public record StorageSpace(Path folder, long memory) {
    /** The usual limit, 1 GiB: 7,100 photographs of 224 × 224. */
    public static final long USUAL_MEMORY = 1L << 30;

    /** Returns a space for examples that all stay in memory. */
    public static StorageSpace inMemory() {
        return new StorageSpace(Path.of(""), Long.MAX_VALUE);
    }

    public StorageSpace {
        if (memory < 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "memory of a split must be at least 0 bytes, got %d", memory));
        }
    }
}

package io.github.dann4j.model;

import io.github.dann4j.api.PublicApi;
import java.util.Locale;

/** The input of a network. */
@PublicApi
public sealed interface NetworkInput {
    /** Returns the shape of one input, without the batch dimension. */
    long[] shape();

    /** Returns the word for its inputs in messages: {@code images} or {@code rows}. */
    String things();

    /**
     * Square images: {@code [n, channels, size, size]}.
     *
     * @param size side in pixels
     * @param channels 1 or 3
     */
    record Images(int size, int channels) implements NetworkInput {
        public Images {
            if (size < 1 || (channels != 1 && channels != 3)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "expected an input of at least 1 pixel and 1 or 3 channels, got %d and %d",
                        size,
                        channels));
            }
        }

        @Override
        public long[] shape() {
            return new long[] {channels, size, size};
        }

        @Override
        public String things() {
            return "images";
        }
    }

    /**
     * Vectors of features: {@code [n, columns]}.
     *
     * @param columns at least 1
     */
    record Features(int columns) implements NetworkInput {
        public Features {
            if (columns < 1) {
                throw new IllegalArgumentException("expected an input of at least 1 column, got " + columns);
            }
        }

        @Override
        public long[] shape() {
            return new long[] {columns};
        }

        @Override
        public String things() {
            return "rows";
        }
    }
}

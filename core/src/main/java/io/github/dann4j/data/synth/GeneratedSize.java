package io.github.dann4j.data.synth;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Split;
import java.util.Locale;

/**
 * Size and seed of generated datasets; datasets read from files do not depend on it.
 *
 * <p>Image i depends only on the seed, the split and i: a smaller dataset is the beginning of a larger one.
 *
 * @param train images of the train split, 1 to 10,000,000
 * @param test images of the test split, 1 to 10,000,000
 * @param seed another seed draws other images
 */
@PublicApi
public record GeneratedSize(int train, int test, long seed) {
    /** 30 GB of RGB images; a larger number is more likely a typing error. */
    private static final int MOST = 10_000_000;

    public GeneratedSize {
        requireInRange("train", train);
        requireInRange("test", test);
    }

    /** Returns the default: 20,000 train and 5,000 test images, seed 0. */
    public static GeneratedSize defaults() {
        return new GeneratedSize(20_000, 5_000, 0);
    }

    /** Returns the number of images of a split. */
    public int of(Split split) {
        return split == Split.TRAIN ? train : test;
    }

    private static void requireInRange(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new DataException(String.format(
                    Locale.ROOT, "generated dataset: %s size must be 1 to %d, got %d", name, MOST, value));
        }
    }
}

package io.github.dann4j.data.batch;

import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.prepare.Normalisation;
import org.bytedeco.pytorch.Tensor;

/**
 * Examples in memory together with their conversion to a network's input: a view of an {@link ExampleSet}, which must
 * outlive it.
 */
sealed interface Examples extends AutoCloseable permits Pixels, FeatureRows {
    /**
     * Returns a view of examples that a network can already take: images at the input size, rows with the network's
     * columns.
     *
     * @throws IllegalArgumentException if the normalisation is for another number of channels or columns
     */
    static Examples of(ExampleSet set, Normalisation normalisation) {
        return set instanceof FeatureSet features
                ? new FeatureRows(features, normalisation)
                : new Pixels((ImageSet) set, normalisation);
    }

    int size();

    /** Returns the examples with these numbers (int64 {@code [n]}) as input. */
    Tensor batch(Tensor numbers);

    /** Returns the examples {@code from .. to - 1} as input. */
    Tensor range(int from, int to);

    @Override
    void close();
}

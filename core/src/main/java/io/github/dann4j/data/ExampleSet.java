package io.github.dann4j.data;

import io.github.dann4j.api.PublicApi;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The examples of one split of a dataset, in one native copy, with their labels if they have any: images, or vectors of
 * features.
 *
 * <p>Owns its native memory. Close it when nothing that was made from it is in use any more.
 */
@PublicApi
public sealed interface ExampleSet extends AutoCloseable permits ImageSet, FeatureSet {
    String name();

    Split split();

    /** Returns the number of examples. */
    int size();

    /**
     * Returns the shape of one example as it is stored: height, width and channels of an image, or the number of
     * features.
     */
    List<Integer> shape();

    /** Returns the names of the classes in label order; empty for unlabelled examples. */
    List<String> classNames();

    /** Returns remarks on files, or parts of them, that were not used when the examples were read; usually empty. */
    List<String> notes();

    /** Returns the files of the images, also of those that these are the features of; null if there are none. */
    @Nullable
    ImageFiles files();

    /** Returns the file of an example within its folder, separated by {@code /}; null if there is none. */
    default @Nullable String fileOf(int index) {
        ImageFiles all = files();
        return all == null ? null : all.names().get(index);
    }

    boolean isLabeled();

    /**
     * Returns the labels, int64 {@code [n]}; owned by this object.
     *
     * @throws DataException if there are none
     */
    Tensor labels();

    /** Returns a new owner of the same examples and labels, without copying. */
    ExampleSet shared();

    /**
     * Returns the examples {@code from .. to - 1} without labels: a view that this object must outlive, to be closed as
     * well.
     */
    ExampleSet part(int from, int to);

    /**
     * Returns a new owner of these examples whose labels are the numbers that their classes, by name, have in another
     * list. Unlabelled examples stay as they are.
     *
     * @param others class names in label order, as in the source of a pair
     * @throws DataException if a class that has examples here is not among them
     */
    ExampleSet withClasses(List<String> others);

    /** Returns the examples with these numbers under another name; a new owner. */
    ExampleSet selected(String otherName, int[] numbers);

    /**
     * Returns the SHA-256 of shape, values and labels: the same content has the same checksum, whatever file format it
     * came in.
     */
    String sha256();

    /** Returns the word for these examples in messages: {@code images} or {@code rows}. */
    String things();

    /** Returns the number of examples of each class. */
    default int[] classCounts() {
        return Labels.counts(labels(), classNames().size());
    }

    /**
     * Checks that a training source has examples of every class.
     *
     * @throws DataException if a class has no example, or if there are no labels
     */
    default void requireEveryClass() {
        int[] counts = classCounts();
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] == 0) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s %s: class %d (%s) has no %s; every class needs at least one",
                        name(),
                        split().label(),
                        label,
                        classNames().get(label),
                        things().substring(0, things().length() - 1)));
            }
        }
    }

    @Override
    void close();
}

package io.github.dann4j.data;

import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;

/**
 * The examples of one split of a dataset, in one native copy, with their labels if they have any: images, or vectors of features.
 *
 * <p>Owns its native memory; close it when nothing that was made from it is used any more.
 */
public sealed interface ExampleSet extends AutoCloseable permits ImageSet, FeatureSet {
    String name();

    Split split();

    /** Number of examples. */
    int size();

    /** Shape of one example as it is stored: height, width and channels of an image, or the number of features. */
    List<Integer> shape();

    /** Names of the classes in label order; empty for an unlabelled set. */
    List<String> classNames();

    /** What is worth telling about files or parts of them that were not used when the set was read; empty as a rule. */
    List<String> notes();

    boolean isLabeled();

    /**
     * The labels, int64 {@code [n]}; owned by this set.
     *
     * @throws DataException if the set has none
     */
    Tensor labels();

    /** The same examples and labels, nothing copied; a new owner. */
    ExampleSet shared();

    /** The examples {@code from .. to - 1} without labels: a view that this set must outlive, to be closed all the same. */
    ExampleSet part(int from, int to);

    /**
     * This set with the labels that its classes, by name, have in another list; a new owner. An unlabelled set stays as it is.
     *
     * @param others class names in label order, as the source of a pair has them
     * @throws DataException if a class of this set that has examples is not among them
     */
    ExampleSet withClasses(List<String> others);

    /** The examples with these numbers, under another name; a new owner. */
    ExampleSet selected(String otherName, int[] numbers);

    /** SHA-256 over shape, values and labels: the same content has the same sum, whatever file format it came in. */
    String sha256();

    /** What its examples are called in messages: {@code images} or {@code rows}. */
    String things();

    /** Number of examples of each class. */
    default int[] classCounts() {
        return Labels.counts(labels(), classNames().size());
    }

    /**
     * Checks that a source of training can teach every class.
     *
     * @throws DataException if a class has no example, or the set no labels
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

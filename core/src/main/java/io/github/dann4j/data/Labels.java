package io.github.dann4j.data;

import static org.bytedeco.pytorch.global.torch.index_select;

import io.github.dann4j.engine.Tensors;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The classes of examples, if they are known.
 *
 * @param tensor int64 {@code [n]}; null if unknown
 * @param classNames in label order; empty if unknown
 */
record Labels(@Nullable Tensor tensor, List<String> classNames) {
    static final Labels NONE = new Labels(null, List.of());

    Labels {
        classNames = List.copyOf(classNames);
    }

    /**
     * Creates labels from an array.
     *
     * @param set name and split, for messages
     * @param things the word for the examples
     * @param size number of examples
     * @throws DataException if there is another number of labels, or a label is not that of a class
     */
    static Labels of(String set, String things, long size, int[] labels, List<String> classNames) {
        if (size != labels.length) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: %d %s but %d labels; the two files must belong together",
                    set,
                    size,
                    things,
                    labels.length));
        }
        long[] wide = new long[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classNames.size()) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: label %d of %s %d is outside 0 to %d",
                        set,
                        labels[i],
                        things.substring(0, things.length() - 1),
                        i,
                        classNames.size() - 1));
            }
            wide[i] = labels[i];
        }
        return new Labels(Tensors.ofLongs(wide, wide.length), classNames);
    }

    /** Implements {@link ExampleSet#labels}. */
    Tensor required(ExampleSet set) {
        if (tensor == null) {
            throw new DataException("%s %s has no labels; it can only be an unlabelled target"
                    .formatted(set.name(), set.split().label()));
        }
        return tensor;
    }

    /** Implements {@link ExampleSet#withClasses}. */
    Labels matched(ExampleSet set, List<String> others) {
        if (tensor == null || classNames.equals(others)) {
            return this;
        }
        long[] own = Tensors.longs(tensor);
        int[] counts = counts(tensor, classNames.size());
        int[] place = new int[counts.length];
        for (int label = 0; label < place.length; label++) {
            place[label] = others.indexOf(classNames.get(label));
            if (place[label] < 0 && counts[label] > 0) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s has a class '%s' (%d %s), which is not among the %d classes that it is matched with (%s); classes are matched by name, so rename or remove its %s",
                        set.name(),
                        classNames.get(label),
                        counts[label],
                        set.things(),
                        others.size(),
                        abridged(others),
                        set.things()));
            }
        }
        for (int i = 0; i < own.length; i++) {
            own[i] = place[(int) own[i]];
        }
        return new Labels(Tensors.ofLongs(own, own.length), others);
    }

    private static String abridged(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(5, names.size()))) + (names.size() > 5 ? ", ..." : "");
    }

    static int[] counts(Tensor labels, int classes) {
        int[] counts = new int[classes];
        for (long label : Tensors.longs(labels)) {
            counts[(int) label]++;
        }
        return counts;
    }

    /** Returns the labels of the examples with these numbers, int64 {@code [m]}. */
    Labels selected(Tensor numbers) {
        return tensor == null ? this : new Labels(index_select(tensor, 0, numbers), classNames);
    }

    /** Keeps the tensor beyond the scope in which it was created. */
    Labels retained() {
        return tensor == null ? this : new Labels(tensor.retainReference(), classNames);
    }

    void release() {
        if (tensor != null) {
            tensor.releaseReference();
        }
    }

    /** Adds the labels, if there are any, to the checksum of the examples. */
    void addTo(MessageDigest digest) {
        if (tensor != null) {
            for (long label : Tensors.longs(tensor)) {
                digest.update((byte) (label >> 8));
                digest.update((byte) label);
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

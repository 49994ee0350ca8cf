package io.github.dann4j.shallow;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a shallow training may see: rows of both domains, and labels of the source alone.
 *
 * @param rows the rows of both domains
 * @param classes number of classes, at least 2
 * @param labels the class of each row, from 0; −1 for every row of the target
 * @param source the rows to train on, in the order in which each pass takes them
 * @param target the rows of the target; none is needed without an adversary
 * @param held labelled rows on which the training measures when to end; may be empty
 */
public record ShallowTask(InputRows rows, int classes, int[] labels, int[] source, int[] target, int[] held) {
    public ShallowTask {
        labels = labels.clone();
        source = source.clone();
        target = target.clone();
        held = held.clone();
        if (labels.length != rows.size() || classes < 2 || source.length == 0) {
            throw new ShallowException(String.format(
                    Locale.ROOT,
                    "a shallow training needs a label or -1 for each row, 2 classes and a source row; got %d labels for %d rows, %d classes and %d source rows",
                    labels.length,
                    rows.size(),
                    classes,
                    source.length));
        }
        for (int row :
                IntStream.concat(Arrays.stream(source), Arrays.stream(held)).toArray()) {
            if (labels[row] < 0 || labels[row] >= classes) {
                throw new ShallowException(String.format(
                        Locale.ROOT,
                        "row %d has label %d; a source row needs one of 0 to %d",
                        row,
                        labels[row],
                        classes - 1));
            }
        }
        for (int row : target) {
            if (labels[row] != -1) {
                throw new ShallowException(String.format(
                        Locale.ROOT,
                        "row %d of the target has label %d; a training must not get the target's labels, give -1",
                        row,
                        labels[row]));
            }
        }
    }

    /**
     * Returns the task of the paper's experiments: the rows of the source, then those of the target, and the last source
     * rows held out.
     *
     * @param rows the source's rows, then the target's
     * @param sourceLabels one for each source row
     * @param held number of source rows, from their end, to hold out
     */
    public static ShallowTask of(InputRows rows, int classes, int[] sourceLabels, int held) {
        int[] labels = new int[rows.size()];
        Arrays.fill(labels, -1);
        System.arraycopy(sourceLabels, 0, labels, 0, sourceLabels.length);
        int trained = sourceLabels.length - held;
        return new ShallowTask(
                rows,
                classes,
                labels,
                IntStream.range(0, trained).toArray(),
                IntStream.range(sourceLabels.length, rows.size()).toArray(),
                IntStream.range(trained, sourceLabels.length).toArray());
    }

    @Override
    public int[] labels() {
        return labels.clone();
    }

    @Override
    public int[] source() {
        return source.clone();
    }

    @Override
    public int[] target() {
        return target.clone();
    }

    @Override
    public int[] held() {
        return held.clone();
    }
}

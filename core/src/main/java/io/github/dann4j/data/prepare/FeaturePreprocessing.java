package io.github.dann4j.data.prepare;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.name.FeatureName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * Prepares vectors of features for a network: both domains get the same columns. Named columns are matched by name, in
 * any order.
 *
 * @param columns number of features
 * @param names names of the columns in the network's order; empty if they have none
 * @param scaling how stored values become inputs
 */
public record FeaturePreprocessing(int columns, List<String> names, Scaling scaling) implements Preprocessing {
    public FeaturePreprocessing {
        names = List.copyOf(names);
        if (columns < 1) {
            throw new IllegalArgumentException("columns must be at least 1, got " + columns);
        }
        if (!names.isEmpty() && names.size() != columns) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%d columns need the same number of names, got %d", columns, names.size()));
        }
    }

    /** Returns a copy for columns with these names. */
    public FeaturePreprocessing withNames(List<String> others) {
        return new FeaturePreprocessing(columns, others, scaling);
    }

    @Override
    public FeatureSet apply(ExampleSet set) {
        if (!(set instanceof FeatureSet features)) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s %s contains images, but the network takes vectors of %d features; use a file of features, or a network for images",
                    set.name(),
                    set.split().label(),
                    columns));
        }
        if (features.columns() != columns) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s %s has %d columns of features, but %d are expected; all files of a training need the same columns%s",
                    set.name(),
                    set.split().label(),
                    features.columns(),
                    columns,
                    FeatureName.isSparse(set.name())
                            ? "; a sparse file has as many as its largest index requires, unless its name ends in ?columns="
                                    + Math.max(columns, features.columns())
                            : ""));
        }
        List<String> own = features.columnNames();
        return own.equals(names) || own.isEmpty() || names.isEmpty() ? features.shared() : ordered(features);
    }

    private FeatureSet ordered(FeatureSet set) {
        List<String> own = set.columnNames();
        if (new HashSet<>(own).size() < own.size()) {
            throw new DataException("%s %s: two columns have the same name, so columns cannot be matched by name"
                    .formatted(set.name(), set.split().label()));
        }
        int[] numbers = new int[columns];
        for (int column = 0; column < columns; column++) {
            numbers[column] = own.indexOf(names.get(column));
            if (numbers[column] < 0) {
                throw new DataException("%s %s has no column '%s', which is needed; named columns are matched by name"
                        .formatted(set.name(), set.split().label(), names.get(column)));
            }
        }
        return set.withColumns(numbers);
    }
}

package io.github.dann4j.data.name;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.DataKind;
import java.util.List;

/**
 * The catalogue's description of one dataset.
 *
 * @param name as given to {@code --source} and {@code --target}
 * @param title full name
 * @param classNames in label order
 * @param kind what the dataset contains; {@link DataKind#OTHER} for a folder of images
 * @param columns features of each example; 0 for images
 * @param description format and how the splits are made
 * @param licence the licence, or what is known of it
 * @param citation the publication to cite; empty for the project's own datasets
 */
@PublicApi
public record DatasetInfo(
        String name,
        String title,
        List<String> classNames,
        DataKind kind,
        int columns,
        String description,
        String licence,
        String citation) {
    public DatasetInfo {
        classNames = List.copyOf(classNames);
        if ((kind == DataKind.FEATURES) != (columns > 0)) {
            throw new IllegalArgumentException(
                    "%s: features have columns and images have none, got %s and %s".formatted(name, kind, columns));
        }
    }

    /** Creates the entry of a dataset of images. */
    public DatasetInfo(
            String name,
            String title,
            List<String> classNames,
            DataKind kind,
            String description,
            String licence,
            String citation) {
        this(name, title, classNames, kind, 0, description, licence, citation);
    }

    /** Returns the entry of the features that a backbone computes from these images. */
    public DatasetInfo withColumns(int count) {
        return new DatasetInfo(name, title, classNames, DataKind.FEATURES, count, description, licence, citation);
    }

    /** Returns the number of classes; 0 for examples without labels. */
    public int classes() {
        return classNames.size();
    }

    /** Returns whether the dataset contains vectors of features instead of images. */
    public boolean isFeatures() {
        return kind == DataKind.FEATURES;
    }
}

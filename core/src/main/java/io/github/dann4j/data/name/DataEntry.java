package io.github.dann4j.data.name;

import io.github.dann4j.data.DataKind;
import java.util.List;

/**
 * What the catalogue says about one data set.
 *
 * @param name as given to {@code --source} and {@code --target}
 * @param title full name
 * @param classNames in label order
 * @param kind what it holds; {@link DataKind#OTHER} for a folder of pictures
 * @param columns features of each example; 0 for images
 * @param description format and how the splits are made
 * @param licence the licence, or what is known of it
 * @param citation the publication to cite; empty for the project's own sets
 */
public record DataEntry(
        String name,
        String title,
        List<String> classNames,
        DataKind kind,
        int columns,
        String description,
        String licence,
        String citation) {
    public DataEntry {
        classNames = List.copyOf(classNames);
        if ((kind == DataKind.FEATURES) != (columns > 0)) {
            throw new IllegalArgumentException(
                    "%s: features have columns and images have none, got %s and %s".formatted(name, kind, columns));
        }
    }

    /** A dataset of images. */
    public DataEntry(
            String name,
            String title,
            List<String> classNames,
            DataKind kind,
            String description,
            String licence,
            String citation) {
        this(name, title, classNames, kind, 0, description, licence, citation);
    }

    /** Number of classes; 0 for examples without labels. */
    public int classes() {
        return classNames.size();
    }

    /** Whether it holds vectors of features, and no images. */
    public boolean isFeatures() {
        return kind == DataKind.FEATURES;
    }
}

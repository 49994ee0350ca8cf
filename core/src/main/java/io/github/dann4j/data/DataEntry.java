package io.github.dann4j.data;

import java.util.List;

/**
 * What the catalogue says about one data set.
 *
 * @param name as given to {@code --source} and {@code --target}
 * @param title full name
 * @param classNames in label order
 * @param description picture format and how the splits are made
 * @param licence the licence, or what is known of it
 * @param kind what the images show; {@link ImageKind#OTHER} for a folder of pictures
 * @param citation the publication to cite; empty for the project's own sets
 */
public record DataEntry(
        String name,
        String title,
        List<String> classNames,
        ImageKind kind,
        String description,
        String licence,
        String citation) {
    public DataEntry {
        classNames = List.copyOf(classNames);
    }

    /** Number of classes; 0 for pictures without labels. */
    public int classes() {
        return classNames.size();
    }
}

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
 * @param citation the publication to cite; empty for the project's own sets
 * @param trainFiles files of the train split, relative to a data folder; empty for a generated set
 * @param testFiles files of the test split
 * @param generated whether the set is made by this library and needs no file
 */
public record DataEntry(
        String name,
        String title,
        List<String> classNames,
        String description,
        String licence,
        String citation,
        List<String> trainFiles,
        List<String> testFiles,
        boolean generated) {
    public DataEntry {
        classNames = List.copyOf(classNames);
        trainFiles = List.copyOf(trainFiles);
        testFiles = List.copyOf(testFiles);
    }

    /** Number of classes. */
    public int classes() {
        return classNames.size();
    }
}

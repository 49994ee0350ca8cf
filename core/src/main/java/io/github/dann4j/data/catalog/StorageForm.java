package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import java.nio.file.Path;
import java.util.List;

/** Files in one format that contain one split of a dataset: one of the forms in which it is distributed. */
public interface StorageForm {
    /**
     * Returns the required files, relative to a data folder: for each file its accepted names, the official one first.
     * A name that ends in {@code /} is that of a folder.
     */
    List<List<String>> names();

    /**
     * Reads the split.
     *
     * @param files the files that were found, in the order of {@link #names()}
     * @param cache the folder for data that the program generates
     * @throws DataException if a file is damaged, or the slice is too long
     */
    ExampleSet read(DatasetInfo entry, DataName name, Split split, List<Path> files, Path cache);
}

package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.DataEntry;
import io.github.dann4j.data.name.DataName;
import java.nio.file.Path;
import java.util.List;

/** Files in one format that hold one split of a set: one of the forms in which people have it. */
public interface StoredSplit {
    /**
     * What must be there, relative to a data folder: for each file its accepted names, the official one first. A name that ends
     * in {@code /} is a folder's.
     */
    List<List<String>> names();

    /**
     * Reads the split.
     *
     * @param files what was found, in the order of {@link #names()}
     * @param cache the folder for data of the program's own making
     * @throws DataException if a file is damaged, or the slice too long
     */
    ExampleSet read(DataEntry entry, DataName name, Split split, List<Path> files, Path cache);
}

package io.github.dann4j.data;

import java.nio.file.Path;
import java.util.List;

/** Files in one format that hold one split of a set: one of the forms in which people have it. */
interface StoredSplit {
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

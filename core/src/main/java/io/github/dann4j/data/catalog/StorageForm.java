package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.store.StorageSpace;
import java.nio.file.Path;
import java.util.List;

/** Files in one format that contain one split of a dataset: one of the forms in which it is distributed. */
interface StorageForm {
    /**
     * Returns the required files, relative to a data folder: for each file its accepted names, the official one first.
     * A name that ends in {@code /} is that of a folder.
     */
    List<List<String>> names();

    /**
     * Reads the split.
     *
     * @param files the files that were found, in the order of {@link #names()}
     * @param space for examples that do not fit into memory; its folder also keeps decoded files
     * @throws DataException if a file is damaged, or the slice is too long
     */
    ExampleSet read(DatasetInfo entry, DataName name, Split split, List<Path> files, StorageSpace space);

    /**
     * Reads the split, and computes the features of its images; parameters as for {@link #read}.
     *
     * @throws DataException also if the dataset holds no images
     */
    default ExampleSet features(
            DatasetInfo entry,
            DataName name,
            Split split,
            List<Path> files,
            StorageSpace space,
            ImageFeatures features) {
        try (ExampleSet set = read(entry, name, split, files, space)) {
            if (set instanceof ImageSet images) {
                return features.of(images, space);
            }
            throw DataCatalog.noImages(entry.name());
        }
    }
}

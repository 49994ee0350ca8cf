package io.github.dann4j.data.catalog;

import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.fetch.RemoteFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dataset of the catalogue, and how it is obtained and opened.
 *
 * @param forms forms of each split in order of preference, the same forms for both; none for a generated dataset
 * @param generator null for a dataset read from files
 * @param downloads the published files; empty if none can be downloaded
 */
record CatalogEntry(
        DatasetInfo entry,
        Map<Split, List<StorageForm>> forms,
        @Nullable Generator generator,
        List<RemoteFile> downloads) {
    /** Generates one split of a dataset. */
    interface Generator {
        ImageSet images(DataName name, Split split, GeneratedSize size);
    }

    /** @param features computes the features of images; null for the examples as they are */
    ExampleSet open(
            DataName name, Split split, DataLocation where, GeneratedSize size, @Nullable ImageFeatures features) {
        if (generator != null) {
            ImageSet images = generator.images(name, split, size);
            if (features == null) {
                return images;
            }
            try (images) {
                return features.of(images, where.space());
            }
        }
        DataLocation.Found found = where.find(this, split);
        if (features != null) {
            return found.form().features(entry, name, split, found.files(), where.space(), features);
        }
        return found.form().read(entry, name, split, found.files(), where.space());
    }

    List<StorageForm> forms(Split split) {
        return Objects.requireNonNull(forms.get(split));
    }
}

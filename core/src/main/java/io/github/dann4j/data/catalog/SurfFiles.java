package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.IdxReader;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.store.StorageSpace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Photographs as counts of 800 visual words, in a pair of IDX files; both splits have all rows. Each row is divided by its
 * sum, as the literature does (Gong et al., CVPR 2012).
 *
 * @param domain such as {@code amazon}
 */
record SurfFiles(String domain) implements StorageForm {
    static final int WORDS = 800;

    private static final String WHOLE =
            "all rows are in both splits: all of the source with labels, all of the target without, and the target accuracy is that of the rows to which the classifier was adapted";

    @Override
    public List<List<String>> names() {
        String stem = "office-caltech/surf-" + domain;
        return List.of(
                IdxFiles.accepted(stem + "-features-idx2-ubyte"), IdxFiles.accepted(stem + "-labels-idx1-ubyte"));
    }

    @Override
    public FeatureSet read(DatasetInfo entry, DataName name, Split split, List<Path> files, StorageSpace space) {
        try (IdxReader counts = IdxReader.open(files.get(0));
                IdxReader labels = IdxReader.open(files.get(1));
                PointerScope scope = new PointerScope()) {
            if (counts.count() != labels.count()) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s contains %d rows but %s contains %d labels; the two files must belong together",
                        files.get(0),
                        counts.count(),
                        files.get(1),
                        labels.count()));
            }
            Slice slice = name.slice(split);
            int count = slice.count(name.label(split), counts.count());
            int[] classes = Arrays.copyOfRange(labels.labels(entry.classes()), slice.from(), slice.from() + count);
            Tensor rows = counts.counts(slice).to(ScalarType.Float);
            Tensor sums = rows.sum(new long[] {1}, true, new org.bytedeco.pytorch.ScalarTypeOptional())
                    .clamp_min(new Scalar(1));
            return FeatureSet.labeled(name.label(split), split, rows.div(sums), List.of(), classes, entry.classNames())
                    .withNotes(split == Split.TEST ? List.of(WHOLE) : List.of());
        }
    }
}

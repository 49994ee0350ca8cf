package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.SparseRows;
import io.github.dann4j.data.format.SvmLightReader;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.store.StorageSpace;
import io.github.dann4j.engine.Tensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;

/**
 * One split of the Amazon reviews in a file of SVMlight's format: counts of the 5,000 most frequent words and pairs of
 * words, label 1 or −1.
 *
 * @param file its accepted names, relative to a data folder
 */
record WordCountFile(List<String> file) implements StorageForm {
    static final int WORDS = 5000;

    @Override
    public List<List<String>> names() {
        return List.of(file);
    }

    /** @return rows whose labels are classes: 0 negative, 1 positive */
    SparseRows read(Path path) {
        SparseRows rows = SvmLightReader.read(path, 0, WORDS);
        int[] classes = new int[rows.size()];
        for (int i = 0; i < classes.length; i++) {
            int label = rows.labels()[i];
            if (label != 1 && label != -1) {
                throw new DataException(
                        String.format(Locale.ROOT, "%s: label %d of review %d is neither 1 nor -1", path, label, i));
            }
            classes[i] = label == 1 ? 1 : 0;
        }
        return new SparseRows(rows.dimension(), classes, rows.starts(), rows.indices(), rows.values());
    }

    @Override
    public FeatureSet read(DatasetInfo entry, DataName name, Split split, List<Path> files, StorageSpace space) {
        SparseRows rows = read(files.get(0));
        Slice slice = name.slice(split);
        int count = slice.count(name.label(split), rows.size());
        try (PointerScope scope = new PointerScope();
                FeatureSet all = FeatureSet.labeled(
                        name.label(split),
                        split,
                        Tensors.ofFloats(rows.dense(), rows.size(), rows.dimension()),
                        List.of(),
                        rows.labels(),
                        entry.classNames())) {
            return all.selected(
                    name.label(split),
                    IntStream.range(slice.from(), slice.from() + count).toArray());
        }
    }
}

package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.IdxReader;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.store.StorageSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * One split of a dataset in a pair of IDX files.
 *
 * @param images name of the image file without {@code .gz}, relative to a data folder
 * @param labels name of the label file without {@code .gz}
 */
record IdxFiles(String images, String labels) implements StorageForm {
    @Override
    public List<List<String>> names() {
        return List.of(accepted(images), accepted(labels));
    }

    @Override
    public ImageSet read(DatasetInfo entry, DataName name, Split split, List<Path> files, StorageSpace space) {
        try (IdxReader imageFile = IdxReader.open(files.get(0));
                IdxReader labelFile = IdxReader.open(files.get(1))) {
            if (imageFile.count() != labelFile.count()) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s contains %d images but %s contains %d labels; the two files must belong together",
                        files.get(0),
                        imageFile.count(),
                        files.get(1),
                        labelFile.count()));
            }
            Slice slice = name.slice(split);
            int count = slice.count(name.label(split), imageFile.count());
            int[] all = labelFile.labels(entry.classes());
            int[] wanted = java.util.Arrays.copyOfRange(all, slice.from(), slice.from() + count);
            Tensor pixels = imageFile.images(slice);
            return ImageSet.labeled(name.label(split), split, pixels, wanted, entry.classNames());
        }
    }

    /**
     * Returns the official name, compressed or not, and the form that some unpackers leave,
     * {@code train-images.idx3-ubyte}.
     */
    static List<String> accepted(String name) {
        return Stream.of(name, name.replaceFirst("-idx(\\d)-", ".idx$1-"))
                .flatMap(base -> Stream.of(base + ".gz", base))
                .toList();
    }
}

package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.IdxReader;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.store.StorageSpace;
import io.github.dann4j.engine.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A dataset without splits, which is split here into train and test: class by class, by whole groups, in the same way
 * on every machine.
 *
 * <p>The photos of one GTSRB track show the same sign within about a second. A track is one group, so no test image has
 * a near copy in train. Without a file of tracks each image is its own group.
 *
 * @param images name of the image file without {@code .gz}, relative to a data folder
 * @param labels name of the label file without {@code .gz}
 * @param tracks name of the file of track numbers (within the class), or null
 * @param testShare share of each class's groups that goes to the test split, in (0, 1)
 */
record SignFiles(String images, String labels, @Nullable String tracks, double testShare) implements StorageForm {
    private static final int TRACK_NUMBERS = 256;

    @Override
    public List<List<String>> names() {
        return Stream.of(images, labels, tracks)
                .filter(stem -> stem != null)
                .map(IdxFiles::accepted)
                .toList();
    }

    @Override
    public ImageSet read(DatasetInfo entry, DataName name, Split split, List<Path> files, StorageSpace space) {
        try (IdxReader imageFile = IdxReader.open(files.get(0))) {
            int[] all = labels(files.get(1), entry.classes(), imageFile, files.get(0));
            int[] track =
                    tracks == null ? number(all.length) : labels(files.get(2), TRACK_NUMBERS, imageFile, files.get(0));
            int[] rows = rows(all, track, split);
            Slice slice = name.slice(split);
            int count = slice.count(name.label(split), rows.length);
            rows = Arrays.copyOfRange(rows, slice.from(), slice.from() + count);
            Tensor whole = imageFile.images(Slice.ALL);
            Tensor pixels = whole.index_select(
                    0, Tensors.ofLongs(Arrays.stream(rows).asLongStream().toArray(), rows.length));
            whole.deallocate();
            int[] wanted = Arrays.stream(rows).map(row -> all[row]).toArray();
            return ImageSet.labeled(name.label(split), split, pixels, wanted, entry.classNames());
        }
    }

    private static int[] labels(Path file, int classes, IdxReader images, Path imageFile) {
        try (IdxReader reader = IdxReader.open(file)) {
            if (reader.count() != images.count()) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s contains %d images but %s contains %d labels; the two files must belong together",
                        imageFile,
                        images.count(),
                        file,
                        reader.count()));
            }
            return reader.labels(classes);
        }
    }

    private static int[] number(int count) {
        return java.util.stream.IntStream.range(0, count).toArray();
    }

    /** Returns the images of the split in file order. */
    int[] rows(int[] labels, int[] tracks, Split split) {
        Map<Integer, Map<Integer, List<Integer>>> classes = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            classes.computeIfAbsent(labels[i], label -> new TreeMap<>())
                    .computeIfAbsent(tracks[i], track -> new ArrayList<>())
                    .add(i);
        }
        List<Integer> rows = new ArrayList<>();
        classes.forEach((label, groups) -> {
            List<List<Integer>> shuffled = new ArrayList<>(groups.values());
            // java.util.Random and Collections.shuffle are specified to the last bit: every machine gets the same
            // split.
            java.util.Collections.shuffle(shuffled, new Random(label));
            int test = Math.max(1, (int) Math.round(testShare * shuffled.size()));
            List<List<Integer>> part =
                    split == Split.TEST ? shuffled.subList(0, test) : shuffled.subList(test, shuffled.size());
            part.forEach(rows::addAll);
        });
        return rows.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}

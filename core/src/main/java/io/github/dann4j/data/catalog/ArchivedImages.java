package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.format.FileTree;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.store.RowStore;
import io.github.dann4j.data.store.StorageSpace;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * One split of a published dataset that comes as image files, either in the official archive, which is read in place,
 * or unpacked. A {@link Layout} knows what the files mean.
 *
 * @param names see {@link StorageForm#names()}
 * @param side side of the square in pixels at which images are stored
 * @param isWhole whether both splits have all images; the test split then says so
 */
record ArchivedImages(List<List<String>> names, Layout layout, int side, boolean isWhole) implements StorageForm {
    private static final String WHOLE =
            "all images are in both splits, which is the usual protocol: all of the source with labels, all of the target without, and the target accuracy is that of the images to which the classifier was adapted";

    /** An image of the split. */
    record Labeled(ImageLoader.Entry file, int label) {}

    /** The layout of an archive. */
    interface Layout {
        /**
         * Returns the images of a split in their official order.
         *
         * @param trees the opened files, in the order of the names
         * @throws DataException if the layout is not as expected
         */
        List<Labeled> images(List<FileTree> trees, DatasetInfo entry, Split split) throws IOException;
    }

    @Override
    public ImageSet read(DatasetInfo entry, DataName name, Split split, List<Path> files, StorageSpace space) {
        return (ImageSet) examples(entry, name, split, files, space, null);
    }

    /** Computes the features from the files themselves, not from the small images that {@link #read} stores. */
    @Override
    public ExampleSet features(
            DatasetInfo entry,
            DataName name,
            Split split,
            List<Path> files,
            StorageSpace space,
            ImageFeatures features) {
        return examples(entry, name, split, files, space, features);
    }

    private ExampleSet examples(
            DatasetInfo entry,
            DataName name,
            Split split,
            List<Path> files,
            StorageSpace space,
            @Nullable ImageFeatures features) {
        List<FileTree> trees = new ArrayList<>();
        try {
            files.forEach(file -> trees.add(FileTree.open(file)));
            List<Labeled> all = layout.images(trees, entry, split);
            if (all.isEmpty()) {
                throw new DataException("%s: contains no image of %s".formatted(files.get(0), entry.name()));
            }
            int[] labels = all.stream().mapToInt(Labeled::label).toArray();
            Slice slice = name.slice(split);
            int count = slice.count(name.label(split), labels.length);
            int[] taken = IntStream.range(slice.from(), slice.from() + count).toArray();
            try (PointerScope scope = new PointerScope();
                    RowStore images = decoded(trees.get(0), all, space, name.label(split), features)) {
                images.keep(taken);
                int[] classes = Arrays.stream(taken).map(row -> labels[row]).toArray();
                List<String> notes = isWhole && split == Split.TEST ? List.of(WHOLE) : List.of();
                return features == null
                        ? ImageSet.labeled(
                                        name.label(split),
                                        split,
                                        images.tensor(ScalarType.Byte, side, side, 3),
                                        classes,
                                        entry.classNames())
                                .withNotes(notes)
                        : features.set(
                                name.label(split),
                                split,
                                features.tensor(images),
                                classes,
                                entry.classNames(),
                                notes,
                                null);
            }
        } catch (IOException e) {
            throw new DataException("%s: cannot be read: %s".formatted(files.get(0), FileException.reason(e)), e);
        } finally {
            trees.forEach(FileTree::close);
        }
    }

    private RowStore decoded(
            FileTree tree, List<Labeled> all, StorageSpace space, String name, @Nullable ImageFeatures features) {
        ImageLoader loader =
                new ImageLoader(tree, all.stream().map(Labeled::file).toList(), ImageLoader.Form.stretched(side));
        ImageLoader.Decoded decoded = features == null ? loader.decode(space) : loader.features(name, space, features);
        RowStore images = decoded.images();
        if (images == null || decoded.used().length < all.size()) {
            if (images != null) {
                images.close();
            }
            throw new DataException("%s: damaged: %s; fetch it again"
                    .formatted(tree.root(), decoded.notes().get(0)));
        }
        return images;
    }

    /** Reads a text file of an archive as stripped lines, without empty ones. */
    static List<String> lines(FileTree tree, String name) throws IOException {
        return new String(tree.read(name), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}

package io.github.dann4j.data.catalog;

import static org.bytedeco.pytorch.global.torch.index_select;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.FileTree;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * One split of a published dataset that comes as image files, either in the official archive, which is read in place,
 * or unpacked. A {@link Layout} knows what the files mean.
 *
 * @param names see {@link StorageForm#names()}
 * @param side side of the square in pixels at which images are stored
 * @param share how the dataset is split, if it has no official split; otherwise null
 */
record ArchivedPictures(
        List<List<String>> names,
        Layout layout,
        int side,
        @org.jspecify.annotations.Nullable SeededShare share) implements StorageForm {

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
        List<Labeled> pictures(List<FileTree> trees, DatasetInfo entry, Split split) throws IOException;
    }

    @Override
    public ImageSet read(DatasetInfo entry, DataName name, Split split, List<Path> files, Path cache) {
        List<FileTree> trees = new ArrayList<>();
        try {
            files.forEach(file -> trees.add(FileTree.open(file)));
            List<Labeled> all = layout.pictures(trees, entry, split);
            if (all.isEmpty()) {
                throw new DataException("%s: contains no image of %s".formatted(files.get(0), entry.name()));
            }
            int[] labels = all.stream().mapToInt(Labeled::label).toArray();
            int[] rows = share == null ? IntStream.range(0, labels.length).toArray() : share.rows(labels, split);
            Slice slice = name.slice(split);
            int count = slice.count(name.label(split), rows.length);
            int[] taken = Arrays.copyOfRange(rows, slice.from(), slice.from() + count);
            Tensor whole = decoded(trees.get(0), all, cache);
            Tensor pixels = taken.length == labels.length
                    ? whole
                    : index_select(
                            whole,
                            0,
                            Tensors.ofLongs(Arrays.stream(taken).asLongStream().toArray(), taken.length));
            return ImageSet.labeled(
                    name.label(split),
                    split,
                    pixels,
                    Arrays.stream(taken).map(row -> labels[row]).toArray(),
                    entry.classNames());
        } catch (IOException e) {
            throw new DataException("%s: cannot be read: %s".formatted(files.get(0), FileException.reason(e)), e);
        } finally {
            trees.forEach(FileTree::close);
        }
    }

    private Tensor decoded(FileTree tree, List<Labeled> all, Path cache) {
        ImageLoader.Decoded decoded = new ImageLoader(
                        tree, all.stream().map(Labeled::file).toList(), ImageLoader.Form.stretched(side))
                .decode(cache);
        Tensor images = decoded.images();
        if (images == null || decoded.used().length < all.size()) {
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

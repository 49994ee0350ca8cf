package io.github.dann4j.data;

import static org.bytedeco.pytorch.global.torch.index_select;

import io.github.dann4j.engine.Tensors;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A folder of pictures as a set. Its form decides what it is:
 *
 * <ul>
 *   <li>subfolders {@code train} and {@code test}: the splits; each holds one of the forms below
 *   <li>subfolders: one a class, named after it; pictures may lie deeper
 *   <li>pictures and no subfolders: an unlabelled set
 * </ul>
 *
 * <p>Without {@code train} and {@code test} a share of each class, drawn from the content of each picture by a seed, is the test split:
 * see {@link ContentShare}. Class names are compared in
 * Unicode's composed form: file systems differ in how they store an umlaut.
 */
final class PictureFolder implements AutoCloseable {
    private static final List<String> SPLITS = List.of("train", "test");

    private final String name;
    private final FolderName folder;
    private final FileTree tree;
    private final boolean splitByFolder;
    private final List<String> classNames;

    private PictureFolder(String name, FolderName folder, FileTree tree) {
        this.name = name;
        this.folder = folder;
        this.tree = tree;
        this.splitByFolder = firstParts(tree.names()).containsAll(SPLITS);
        List<String> inside = tree.names().stream()
                .map(this::withoutSplit)
                .filter(file -> file != null)
                .toList();
        this.classNames = firstParts(inside).stream().sorted().toList();
    }

    /**
     * Lists a folder.
     *
     * @param name as the user wrote it, without slice and thinning
     * @param from where a relative path counts from
     * @throws DataException if there is no such folder, or no file in it
     */
    static PictureFolder open(String name, Path from) {
        FolderName folder = FolderName.parse(name, from);
        FileTree tree = FileTree.open(folder.path());
        Set<String> top = firstParts(tree.names());
        if (top.size() == 1 && SPLITS.containsAll(top)) {
            throw new DataException("%s: has a folder '%s' but no '%s'; add it, or name %s itself"
                    .formatted(
                            name,
                            top.iterator().next(),
                            top.contains("train") ? "test" : "train",
                            FolderName.PREFIX
                                    + folder.path().resolve(top.iterator().next())));
        }
        if (tree.names().isEmpty()) {
            throw new DataException(
                    "%s: the folder holds no file; put pictures into it, in one subfolder a class".formatted(name));
        }
        return new PictureFolder(name, folder, tree);
    }

    /** Sorted; empty for an unlabelled folder. */
    List<String> classNames() {
        return classNames;
    }

    DataEntry entry() {
        return new DataEntry(
                name,
                classNames.isEmpty() ? "Pictures without labels" : "Pictures in one folder a class",
                classNames,
                ImageKind.OTHER,
                "RGB, %d files; %s"
                        .formatted(
                                tree.names().size(),
                                splitByFolder
                                        ? "train and test are subfolders"
                                        : "a share of about %s%s, drawn from the content of each picture by seed %d, is the test split"
                                                .formatted(
                                                        folder.share().share(),
                                                        classNames.isEmpty() ? "" : " of each class",
                                                        folder.share().seed())),
                "your own",
                "");
    }

    /**
     * Reads one split.
     *
     * @throws DataException if no picture of it can be read
     */
    ImageSet images(DataName wanted, Split split, DataLocation where) {
        List<String> notes = new ArrayList<>();
        List<String> files = tree.names().stream()
                .filter(file -> belongs(file, split, notes))
                .toList();
        PictureFiles.Decoded decoded = new PictureFiles(
                        tree, files.stream().map(PictureFiles.Entry::new).toList(), folder.side())
                .decode(where.cache());
        notes.addAll(decoded.notes());
        Tensor all = decoded.images();
        if (all == null) {
            throw new DataException("%s %s: none of its %d files is a picture that can be read%s"
                    .formatted(name, split.label(), files.size(), notes.isEmpty() ? "" : "; " + notes.get(0)));
        }
        int[] labels = Arrays.stream(decoded.used())
                .map(file -> classNames.indexOf(className(files.get(file))))
                .toArray();
        int[] rows = splitByFolder
                ? IntStream.range(0, labels.length).toArray()
                : folder.share().rows(labels, decoded.sums(), split);
        if (rows.length == 0) {
            throw new DataException(
                    "%s: its pictures are too few for a %s split; give at least 2 different ones of a class"
                            .formatted(name, split.label()));
        }
        Slice slice = wanted.slice(split);
        int count = slice.count(wanted.label(split), rows.length);
        int[] taken = Arrays.copyOfRange(rows, slice.from(), slice.from() + count);
        Tensor pixels = index_select(
                all, 0, Tensors.ofLongs(Arrays.stream(taken).asLongStream().toArray(), taken.length));
        all.deallocate();
        ImageSet set = classNames.isEmpty()
                ? ImageSet.unlabeled(wanted.label(split), split, pixels)
                : ImageSet.labeled(
                        wanted.label(split),
                        split,
                        pixels,
                        Arrays.stream(taken).map(row -> labels[row]).toArray(),
                        classNames);
        if (!slice.equals(Slice.ALL)) {
            notes.add(
                    "the slice %s counts pictures in the order of their file names: it holds others when files come or go"
                            .formatted(slice));
        }
        List<String> names = Arrays.stream(decoded.used()).mapToObj(files::get).toList();
        return set.withNotes(notes).withFiles(new ImageFiles(names, decoded.sums()).select(taken));
    }

    private boolean belongs(String file, Split split, List<String> notes) {
        String inside = withoutSplit(file);
        if (inside == null || (!classNames.isEmpty() && inside.indexOf('/') < 0)) {
            // Told once, with the train split.
            if (split == Split.TRAIN) {
                notes.add(
                        file + ": skipped: lies beside the folders of the " + (inside == null ? "splits" : "classes"));
            }
            return false;
        }
        return !splitByFolder || file.startsWith(split.label() + "/");
    }

    /** The file's path below its split; null for one that is in neither. */
    private @Nullable String withoutSplit(String file) {
        if (!splitByFolder) {
            return file;
        }
        int slash = file.indexOf('/');
        return slash >= 0 && SPLITS.contains(file.substring(0, slash)) ? file.substring(slash + 1) : null;
    }

    private String className(String file) {
        String inside = withoutSplit(file);
        return inside == null
                ? ""
                : firstParts(List.of(inside)).stream().findFirst().orElse("");
    }

    /** The names of the folders at the top. */
    private static Set<String> firstParts(List<String> files) {
        Set<String> parts = new HashSet<>();
        for (String file : files) {
            int slash = file.indexOf('/');
            if (slash >= 0) {
                parts.add(Normalizer.normalize(file.substring(0, slash), Normalizer.Form.NFC));
            }
        }
        return parts;
    }

    @Override
    public void close() {
        tree.close();
    }
}

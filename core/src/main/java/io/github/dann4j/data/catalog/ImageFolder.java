package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.DataKind;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageFiles;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.format.FileTree;
import io.github.dann4j.data.name.ContentShare;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.name.FolderName;
import io.github.dann4j.data.name.PathInName;
import io.github.dann4j.data.prepare.ImageInput;
import io.github.dann4j.data.store.RowStore;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A folder of images as a dataset. The layout of the folder decides what it is:
 *
 * <ul>
 * <li>subfolders {@code train} and {@code test}, in any case, also {@code training} and {@code testing}: the splits;
 * each contains one of the layouts below
 * <li>subfolders: one per class, named after it; images may be deeper
 * <li>images and no subfolders: an unlabelled dataset
 * </ul>
 *
 * <p>Any other folder that has the name of a split ({@code val}, {@code dev} ...) and contains folders is refused,
 * because it is not a class. Without {@code train} and {@code test}, a share of each class, drawn from the content of
 * each image by a seed, is the test split, see {@link ContentShare}; or all images are in both splits. Class names are compared in Unicode's composed
 * form, because file systems differ in how they store an umlaut. They are ordered as text or, if all are whole numbers,
 * as numbers.
 */
final class ImageFolder implements AutoCloseable {
    private static final Map<Split, Set<String>> SPLITS =
            Map.of(Split.TRAIN, Set.of("train", "training"), Split.TEST, Set.of("test", "testing"));

    /** Names of splits, in lower case. */
    private static final Set<String> SPLIT_NAMES =
            Set.of("train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval", "evaluation");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final String name;
    private final FolderName folder;
    private final FileTree tree;

    /** The folder of each split; empty if a share is drawn. */
    private final Map<Split, String> splitFolders;

    private final List<String> classNames;

    private ImageFolder(String name, FolderName folder, FileTree tree) {
        this.name = name;
        this.folder = folder;
        this.tree = tree;
        this.splitFolders = splitFolders(firstParts(tree.names()));
        List<String> inside = tree.names().stream()
                .map(this::withoutSplit)
                .filter(file -> file != null)
                .toList();
        Set<String> classes = firstParts(inside);
        Comparator<String> order =
                classes.stream().allMatch(one -> NUMBER.matcher(one).matches())
                        ? Comparator.<String>comparingLong(Long::parseLong).thenComparing(Comparator.naturalOrder())
                        : Comparator.naturalOrder();
        this.classNames = classes.stream().sorted(order).toList();
    }

    /**
     * Lists a folder.
     *
     * @param name as the user wrote it, without slice and thinning
     * @param from base of relative paths
     * @throws DataException if there is no such folder, it contains no file, or it has folders with the names of splits
     *     that cannot be splits
     * @throws io.github.dann4j.files.FileException if a folder below it cannot be read
     */
    static ImageFolder open(String name, Path from) {
        FolderName folder = FolderName.parse(name, from);
        FileTree tree = FileTree.open(folder.path());
        if (tree.names().isEmpty()) {
            throw new DataException(
                    "%s: the folder contains no file; put images into it, in one subfolder per class".formatted(name));
        }
        Set<String> top = firstParts(tree.names());
        if (splitFolders(top).isEmpty()) {
            requireNoSplits(name, folder, tree, top);
        }
        return new ImageFolder(name, folder, tree);
    }

    /** Returns the folder of each split if there is exactly one of each; otherwise empty. */
    private static Map<Split, String> splitFolders(Set<String> top) {
        Map<Split, String> folders = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            List<String> named = top.stream()
                    .filter(one -> Objects.requireNonNull(SPLITS.get(split)).contains(one.toLowerCase(Locale.ROOT)))
                    .toList();
            if (named.size() != 1) {
                return Map.of();
            }
            folders.put(split, named.get(0));
        }
        return folders;
    }

    /**
     * Refuses folders that look like splits. Classes may be named "train" or "test" as well, but their folders contain
     * images, and there are other folders beside them.
     */
    private static void requireNoSplits(String name, FolderName folder, FileTree tree, Set<String> top) {
        List<String> named = top.stream()
                .filter(one -> SPLIT_NAMES.contains(one.toLowerCase(Locale.ROOT)))
                .sorted()
                .toList();
        boolean nested = named.stream()
                .anyMatch(one -> tree.names().stream()
                        .anyMatch(file -> file.startsWith(one + "/") && file.indexOf('/', one.length() + 1) >= 0));
        if (nested || (!named.isEmpty() && named.size() == top.size())) {
            throw new DataException(
                    "%s: '%s' has the name of a split, not of a class; the splits are a folder 'train' and a folder 'test', and nothing else: rename the folders, or give a single one of them, for example %s"
                            .formatted(
                                    name,
                                    String.join("', '", named),
                                    PathInName.FOLDER.prefix() + folder.path().resolve(named.get(0))));
        }
    }

    /** Returns the class names in label order; empty for an unlabelled folder. */
    List<String> classNames() {
        return classNames;
    }

    DatasetInfo entry() {
        return new DatasetInfo(
                name,
                classNames.isEmpty() ? "Images without labels" : "Images in one folder per class",
                classNames,
                DataKind.OTHER,
                String.format(
                        Locale.ROOT,
                        "RGB, %d files; %s",
                        tree.names().size(),
                        !splitFolders.isEmpty()
                                ? "train and test are subfolders"
                                : folder.isWhole()
                                        ? "all images are in both splits"
                                        : String.format(
                                                Locale.ROOT,
                                                "a share of about %s%s, drawn from the content of each image by seed %d, is the test split",
                                                folder.share().share(),
                                                classNames.isEmpty() ? "" : " of each class",
                                                folder.share().seed())),
                "your own",
                "");
    }

    /**
     * Reads one split.
     *
     * @param input converts the images to a trained network's input; null for the images as they are stored
     * @throws DataException if none of its images can be read, or the folder's name requests another size than that of
     *     the training
     */
    ImageSet images(DataName wanted, Split split, DataLocation where, @Nullable ImageInput input) {
        return (ImageSet) examples(wanted, split, where, input, null);
    }

    /** Reads one split as {@link #images} does, and computes the features of its images from their files. */
    ExampleSet features(DataName wanted, Split split, DataLocation where, ImageFeatures features) {
        return examples(wanted, split, where, null, features);
    }

    private ExampleSet examples(
            DataName wanted,
            Split split,
            DataLocation where,
            @Nullable ImageInput input,
            @Nullable ImageFeatures features) {
        List<String> notes = new ArrayList<>();
        if (folder.isWhole() && splitFolders.isEmpty() && split == Split.TEST) {
            notes.add(
                    "all images are in both splits, so the accuracy is that of images to which the classifier was adapted");
        }
        if (split == Split.TRAIN) { // reported once
            notes.addAll(strays());
            notes.addAll(equalSubfolders());
        }
        List<String> files = files(split);
        ImageLoader.Form form =
                input != null ? form(input) : ImageLoader.Form.stretched(features == null ? side() : ImageLoader.USUAL);
        ImageLoader loader =
                new ImageLoader(tree, files.stream().map(ImageLoader.Entry::new).toList(), form);
        ImageLoader.Decoded decoded = features == null
                ? loader.decode(where.space())
                : loader.features(wanted.label(split), where.space(), features);
        notes.addAll(decoded.notes());
        try (PointerScope scope = new PointerScope();
                RowStore all = decoded.images()) {
            if (all == null) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s %s: none of its %d files is a readable image%s",
                        name,
                        split.label(),
                        files.size(),
                        notes.isEmpty() ? "" : "; " + notes.get(0)));
            }
            int[] labels = Arrays.stream(decoded.used())
                    .map(file -> classNames.indexOf(className(files.get(file))))
                    .toArray();
            int[] taken = taken(wanted, split, labels, decoded.sums());
            if (!wanted.slice(split).equals(Slice.ALL)) {
                notes.add(
                        "the slice %s counts images in the order of their file names, so it changes when files are added or removed"
                                .formatted(wanted.slice(split)));
            }
            all.keep(taken);
            int[] classes = Arrays.stream(taken).map(row -> labels[row]).toArray();
            List<String> names =
                    Arrays.stream(decoded.used()).mapToObj(files::get).toList();
            ImageFiles images = new ImageFiles(names, decoded.sums()).select(taken);
            String label = wanted.label(split);
            if (features != null) {
                return features.set(label, split, features.tensor(all), classes, classNames, notes, images);
            }
            Tensor pixels = all.tensor(ScalarType.Byte, form.side(), form.side(), form.channels());
            ImageSet set = classNames.isEmpty()
                    ? ImageSet.unlabeled(label, split, pixels)
                    : ImageSet.labeled(label, split, pixels, classes, classNames);
            return set.withNotes(notes).withFiles(images);
        }
    }

    /** Returns the rows of a split that the name selects, ascending. */
    private int[] taken(DataName wanted, Split split, int[] labels, long[] sums) {
        int[] rows = !splitFolders.isEmpty() || folder.isWhole()
                ? IntStream.range(0, labels.length).toArray()
                : folder.share().rows(labels, sums, split);
        if (rows.length == 0) {
            throw new DataException("%s: too few images for a %s split; a class needs at least 2 different images"
                    .formatted(name, split.label()));
        }
        Slice slice = wanted.slice(split);
        int count = slice.count(wanted.label(split), rows.length);
        return Arrays.copyOfRange(rows, slice.from(), slice.from() + count);
    }

    /** Returns the files of a split; without split folders all files, of which a share is drawn later. */
    private List<String> files(Split split) {
        return tree.names().stream()
                .filter(file ->
                        !isStray(file) && (splitFolders.isEmpty() || file.startsWith(splitFolders.get(split) + "/")))
                .toList();
    }

    /** Returns the side at which images are stored: the same for both splits, determined by the train split. */
    private int side() {
        Integer wanted = folder.side();
        return wanted != null ? wanted : ImageLoader.usualSide(tree, files(Split.TRAIN));
    }

    private ImageLoader.Form form(ImageInput input) {
        Integer wanted = folder.side();
        if (wanted == null) {
            return ImageLoader.Form.of(input);
        }
        ImageSize size = new ImageSize(wanted, wanted);
        if (!input.trained().isEmpty() && !input.trained().get(0).equals(size)) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: the images of the model's training were stored as %d x %d; omit side=%d",
                    name,
                    input.trained().get(0).width(),
                    input.trained().get(0).height(),
                    wanted));
        }
        return ImageLoader.Form.of(new ImageInput(input.preprocessing(), List.of(size)));
    }

    private boolean isStray(String file) {
        String inside = withoutSplit(file);
        return inside == null || (!classNames.isEmpty() && inside.indexOf('/') < 0);
    }

    /** Returns one remark per file, or per folder of files, that belongs to no split or class. */
    private List<String> strays() {
        Map<String, Integer> counts = new TreeMap<>();
        for (String file : tree.names()) {
            if (isStray(file)) {
                String inside = withoutSplit(file);
                int slash = inside == null ? file.indexOf('/') : -1;
                counts.merge(slash < 0 ? file : file.substring(0, slash + 1), 1, Integer::sum);
            }
        }
        List<String> notes = new ArrayList<>();
        counts.forEach((what, count) -> {
            String beside = withoutSplit(what) == null ? "splits" : "classes";
            notes.add(
                    what.endsWith("/")
                            ? String.format(
                                    Locale.ROOT,
                                    "%s: %d files skipped: beside the folders of the %s",
                                    what,
                                    count,
                                    beside)
                            : "%s: skipped: beside the folders of the %s".formatted(what, beside));
        });
        return notes;
    }

    /**
     * Returns a remark if all classes contain only folders, and these have the same names: the classes may be one level
     * below.
     */
    private List<String> equalSubfolders() {
        Map<String, Set<String>> below = new TreeMap<>();
        for (String file : files(Split.TRAIN)) {
            String deeper = Objects.requireNonNull(withoutSplit(file));
            deeper = deeper.substring(deeper.indexOf('/') + 1);
            int slash = deeper.indexOf('/');
            below.computeIfAbsent(className(file), one -> new TreeSet<>())
                    .add(slash < 0 ? "" : deeper.substring(0, slash));
        }
        Set<Set<String>> distinct = new HashSet<>(below.values());
        Set<String> first = distinct.stream().findFirst().orElse(Set.of());
        if (below.size() < 2 || distinct.size() > 1 || first.size() < 2 || first.contains("")) {
            return List.of();
        }
        return List.of(
                "the classes are %s, and each contains only folders with the same names (%s); if those are the classes, give a single folder, or rename two of them to train and test"
                        .formatted(String.join(", ", classNames), String.join(", ", first)));
    }

    /** Returns the file's path below its split; null for a file that is in neither split. */
    private @Nullable String withoutSplit(String file) {
        if (splitFolders.isEmpty()) {
            return file;
        }
        int slash = file.indexOf('/');
        return slash >= 0 && splitFolders.containsValue(file.substring(0, slash)) ? file.substring(slash + 1) : null;
    }

    private String className(String file) {
        String inside = withoutSplit(file);
        return inside == null
                ? ""
                : firstParts(List.of(inside)).stream().findFirst().orElse("");
    }

    /** Returns the names of the folders at the top. */
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

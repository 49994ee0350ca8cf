package io.github.dann4j.data.catalog;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.DataKind;
import io.github.dann4j.data.DigitClasses;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.name.FeatureName;
import io.github.dann4j.data.name.FolderName;
import io.github.dann4j.data.name.PathInName;
import io.github.dann4j.data.name.Thinning;
import io.github.dann4j.data.prepare.ImageInput;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.data.synth.PrintedDigits;
import io.github.dann4j.data.synth.SynNumbers;
import io.github.dann4j.data.synth.TexturedDigits;
import io.github.dann4j.failure.NearestName;
import io.github.dann4j.fetch.RemoteFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The datasets known by name, and how each is opened. */
@PublicApi
public final class DataCatalog {
    private static final Map<String, CatalogEntry> LISTINGS = new LinkedHashMap<>();

    static {
        PublishedSets.all().forEach(listing -> LISTINGS.put(listing.entry().name(), listing));
        generated(
                "printed",
                "Printed digits, as from a scanner",
                DataKind.DIGITS,
                "32x32 grey, generated: dark on light, five typefaces",
                "",
                PrintedDigits.standard()::images);
        generated(
                "textured",
                "Printed digits blended over colour textures",
                DataKind.DIGITS,
                "32x32 RGB, generated: the digits of 'printed' with the recipe of MNIST-M, |texture - digit|",
                "recipe: " + PublishedSets.DANN,
                TexturedDigits.standard()::images);
        generated(
                "syn-numbers",
                "Syn Numbers, rebuilt from the paper's description",
                DataKind.SYNTHETIC_NUMBERS,
                "32x32 RGB, generated: one-, two- and three-digit numbers, label = the digit in the middle; typeface, weight, position, rotation, size, colours, light and blur vary as in SVHN, without the clutter of its backgrounds",
                "description: " + PublishedSets.DANN,
                SynNumbers.standard()::images);
    }

    private DataCatalog() {}

    /** Returns all datasets: first those read from files, then the generated ones. */
    public static List<DatasetInfo> entries() {
        return LISTINGS.values().stream().map(CatalogEntry::entry).toList();
    }

    /**
     * Returns the catalogue entry of one dataset.
     *
     * @param name a name of the catalogue or with a path, with or without a slice
     * @throws DataException if there is no such dataset; the message suggests the nearest name
     */
    public static DatasetInfo entry(String name) {
        DataName parsed = DataName.parse(name);
        if (FolderName.is(name)) {
            try (ImageFolder folder = ImageFolder.open(parsed.base(), PathInName.HERE)) {
                return folder.entry();
            }
        } else if (FeatureName.is(name)) {
            return FeatureFile.read(parsed.base(), PathInName.HERE).entry();
        }
        return listing(parsed).entry();
    }

    /** Returns whether a name refers to a folder of the user's images. */
    public static boolean isFolder(String name) {
        return FolderName.is(name);
    }

    /** Returns whether a name refers to a file of the user's features. */
    public static boolean isFeatureFile(String name) {
        return FeatureName.is(name);
    }

    /** Returns whether a name contains a path, so that it is not a dataset of the catalogue. */
    private static boolean isPath(String name) {
        return PathInName.of(name) != null;
    }

    /** Returns the folder that has all files of a dataset; empty if there is none, and for a dataset without files. */
    public static Optional<DataLocation.Place> place(DatasetInfo entry, DataLocation where) {
        Map<Split, List<StorageForm>> forms = listing(entry).forms();
        return where.placeOf(forms.getOrDefault(Split.TRAIN, List.of()), forms.getOrDefault(Split.TEST, List.of()));
    }

    /** Returns whether this library generates the dataset, so that it needs no files. */
    public static boolean isGenerated(DatasetInfo entry) {
        return !isPath(entry.name()) && listing(entry).generator() != null;
    }

    /**
     * Returns whether no file of a split exists in any data folder, in any form, so that downloading would help. Always
     * false for generated datasets and folders of images, and also if only some of the files exist, because only the
     * user can resolve that.
     *
     * @throws DataException if the name is unknown
     */
    public static boolean isMissing(String name, Split split, DataLocation where) {
        if (isPath(name)) {
            return false;
        }
        CatalogEntry listing = listing(DataName.parse(name));
        return listing.generator() == null && where.hasNothing(listing.forms(split));
    }

    /** Returns whether a name contains a relative path, so that its meaning depends on a folder. */
    public static boolean isRelative(String name) {
        return FeatureName.is(name)
                ? FeatureName.parse(DataName.parse(name).base(), PathInName.HERE)
                        .isRelative()
                : isFolder(name)
                        && !PathInName.FOLDER.path(name, PathInName.HERE).isAbsolute();
    }

    /** Returns the published files of a dataset with their addresses; empty if there are none. */
    public static List<RemoteFile> downloads(DatasetInfo entry) {
        return isPath(entry.name()) ? List.of() : listing(entry).downloads();
    }

    /**
     * Returns the files of one split on disk. Not for generated datasets and folders, which have none.
     *
     * @throws DataException if they are missing; the message says which files to put where
     */
    public static List<Path> files(DatasetInfo entry, Split split, DataLocation where) {
        return where.find(listing(entry), split).files();
    }

    /** Opens one split of a dataset of images; generated datasets in their default size. */
    public static ImageSet open(String name, Split split, DataLocation where) {
        return open(name, split, where, GeneratedSize.defaults());
    }

    /**
     * Opens one split of a dataset of images.
     *
     * @param name a name of the catalogue. A suffix takes a part in file order: {@code mnist[20000:]} means the train
     *     images from number 20,000 on (the test split stays whole), {@code mnist[:5000,:1000]} the first 5,000 of
     *     train and 1,000 of test; {@code mnist%0-4=0.2} keeps a fifth of classes 0 to 4 in both splits.
     *     {@code folder:PATH} is a folder of images
     * @param where the folders to look in
     * @param size size and seed if the dataset is generated
     * @return labelled images, to be closed by the caller; unlabelled for a folder of images without subfolders
     * @throws DataException if the name is unknown, a file is missing or damaged, or the slice is too long
     */
    public static ImageSet open(String name, Split split, DataLocation where, GeneratedSize size) {
        return images(name, examples(name, split, where, size));
    }

    /**
     * Opens one split of a dataset of images or features.
     *
     * @param name as for {@link #open(String, Split, DataLocation, GeneratedSize)}; also {@code csv:FILE},
     *     {@code npy:FILE} and {@code svmlight:FILE}, with options ({@code docs/DATA.md})
     * @return labelled examples, to be closed by the caller; unlabelled if there are no labels
     * @throws DataException as for {@link #open(String, Split, DataLocation, GeneratedSize)}
     */
    public static ExampleSet examples(String name, Split split, DataLocation where, GeneratedSize size) {
        return open(name, split, where, size, null, null);
    }

    /**
     * Opens one split of a dataset of images, as features that a frozen backbone computes from them, or as input of a
     * backbone that is trained as a whole; those of image files from the files themselves, at their own size.
     *
     * @param features computes them; null for the examples as they are
     * @throws DataException as for {@link #open(String, Split, DataLocation, GeneratedSize)}; also if the dataset holds no
     *     images
     */
    public static ExampleSet examples(
            String name, Split split, DataLocation where, GeneratedSize size, @Nullable ImageFeatures features) {
        return open(name, split, where, size, null, features);
    }

    /**
     * Returns the catalogue entry of the features that a backbone computes from a dataset.
     *
     * @param columns features of an image
     * @throws DataException if the dataset holds no images
     */
    public static DatasetInfo featuresOf(DatasetInfo entry, int columns) {
        if (entry.isFeatures()) {
            throw noImages(entry.name());
        }
        return entry.withColumns(columns);
    }

    static DataException noImages(String name) {
        return new DataException(
                "%s contains vectors of features, but a backbone takes images; remove --backbone, or use a dataset of images"
                        .formatted(name));
    }

    /**
     * Opens one split for a trained network; images as {@link #open(String, Split, DataLocation, ImageInput)} does.
     *
     * @param input how the network's training images were prepared; null for a network of features
     */
    public static ExampleSet examples(String name, Split split, DataLocation where, @Nullable ImageInput input) {
        return open(name, split, where, GeneratedSize.defaults(), input, null);
    }

    /**
     * Opens all rows of a file of features, regardless of splits.
     *
     * @param name {@code csv:FILE}, {@code npy:FILE} or {@code svmlight:FILE}
     * @throws DataException if the name is of another kind, or the file cannot be read
     */
    public static FeatureSet allFeatures(String name, DataLocation where) {
        if (!FeatureName.is(name)) {
            throw new DataException("%s is not a file of features (csv:, npy: or svmlight:)".formatted(name));
        }
        return FeatureFile.read(DataName.parse(name, where.from()).base(), where.from())
                .all();
    }

    private static ImageSet images(String name, ExampleSet set) {
        if (set instanceof ImageSet images) {
            return images;
        }
        set.close();
        throw new DataException("%s contains vectors of features, but images are needed here".formatted(name));
    }

    /**
     * Opens one split of a dataset for a trained network. The images of a folder have the network's input size, each
     * prepared by {@code input} as a single image is; those of any other dataset are as stored.
     *
     * @param input how the network's training images were prepared
     * @throws DataException as for {@link #open(String, Split, DataLocation, GeneratedSize)}; also if the name of a
     *     folder requests another size than that of the training
     */
    public static ImageSet open(String name, Split split, DataLocation where, ImageInput input) {
        return images(name, open(name, split, where, GeneratedSize.defaults(), input, null));
    }

    private static ExampleSet open(
            String name,
            Split split,
            DataLocation where,
            GeneratedSize size,
            @Nullable ImageInput input,
            @Nullable ImageFeatures features) {
        DataName parsed = DataName.parse(name, where.from());
        ExampleSet whole;
        if (FolderName.is(name)) {
            whole = folder(parsed, split, where, input, features);
        } else if (FeatureName.is(name)) {
            if (features != null) {
                throw noImages(name);
            }
            whole = FeatureFile.read(parsed.base(), where.from()).rows(parsed, split);
        } else {
            whole = listing(parsed).open(parsed, split, where, size, features);
        }
        if (parsed.thinning().equals(Thinning.NONE)) {
            return whole;
        }
        try (whole) {
            return parsed.thinning().of(whole);
        }
    }

    private static ExampleSet folder(
            DataName name,
            Split split,
            DataLocation where,
            @Nullable ImageInput input,
            @Nullable ImageFeatures features) {
        try (ImageFolder folder = ImageFolder.open(name.base(), where.from())) {
            return features == null
                    ? folder.images(name, split, where, input)
                    : folder.features(name, split, where, features);
        }
    }

    private static CatalogEntry listing(DatasetInfo entry) {
        return listing(DataName.parse(entry.name()));
    }

    private static CatalogEntry listing(DataName name) {
        CatalogEntry listing = LISTINGS.get(name.base());
        if (listing == null) {
            throw new DataException("unknown dataset '%s'; nearest: %s; known: %s"
                    .formatted(
                            name.base(),
                            NearestName.of(name.base(), LISTINGS.keySet()),
                            String.join(", ", LISTINGS.keySet())));
        }
        return listing;
    }

    private static void generated(
            String name,
            String title,
            DataKind kind,
            String description,
            String citation,
            CatalogEntry.Generator generator) {
        DatasetInfo entry = new DatasetInfo(
                name,
                title,
                DigitClasses.NAMES,
                kind,
                description,
                "generated by this project (Apache-2.0); typefaces under the SIL Open Font License",
                citation);
        LISTINGS.put(name, new CatalogEntry(entry, Map.of(), generator, List.of()));
    }
}

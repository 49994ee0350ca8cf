package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.DataKind;
import io.github.dann4j.data.DigitClasses;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.DataEntry;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.FeatureName;
import io.github.dann4j.data.name.FolderName;
import io.github.dann4j.data.name.PathInName;
import io.github.dann4j.data.name.Thinning;
import io.github.dann4j.data.prepare.PictureInput;
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

/** The data sets known by name, and how each is opened. */
public final class DataCatalog {
    private static final Map<String, Listing> LISTINGS = new LinkedHashMap<>();

    static {
        PublishedSets.all().forEach(listing -> LISTINGS.put(listing.entry().name(), listing));
        generated(
                "printed",
                "Printed digits, as a scanner gives them",
                DataKind.DIGITS,
                "32x32 grey, generated: dark on light, five typefaces",
                "",
                PrintedDigits.standard()::images);
        generated(
                "textured",
                "Printed digits blended over colour textures",
                DataKind.DIGITS,
                "32x32 RGB, generated: the digits of 'printed' under the recipe of MNIST-M, |texture - digit|",
                "recipe: " + PublishedSets.DANN,
                TexturedDigits.standard()::images);
        generated(
                "syn-numbers",
                "Syn Numbers, re-made from the paper's description",
                DataKind.SYNTHETIC_NUMBERS,
                "32x32 RGB, generated: one-, two- and three-digit numbers, label = the digit in the middle; typeface, weight, position, rotation, size, colours, light and blur vary as in SVHN, without the clutter of its backgrounds",
                "description: " + PublishedSets.DANN,
                SynNumbers.standard()::images);
    }

    private DataCatalog() {}

    /** All sets: first those of files, then the generated ones. */
    public static List<DataEntry> entries() {
        return LISTINGS.values().stream().map(Listing::entry).toList();
    }

    /**
     * What is known of one set.
     *
     * @param name of the catalogue, with or without a slice
     * @throws DataException if there is no such set; the message has the nearest name
     */
    public static DataEntry entry(String name) {
        DataName parsed = DataName.parse(name);
        if (FolderName.is(name)) {
            try (PictureFolder folder = PictureFolder.open(parsed.base(), PathInName.HERE)) {
                return folder.entry();
            }
        } else if (FeatureName.is(name)) {
            return FeatureFile.read(parsed.base(), PathInName.HERE).entry();
        }
        return listing(parsed).entry();
    }

    /** Whether a name means a folder of the user's own pictures. */
    public static boolean isFolder(String name) {
        return FolderName.is(name);
    }

    /** Whether a name means a file of the user's features. */
    public static boolean isFeatureFile(String name) {
        return FeatureName.is(name);
    }

    /** Whether a name holds a path of the user's, so that it is no set of the catalogue. */
    private static boolean isPath(String name) {
        return PathInName.of(name) != null;
    }

    /** Where all files of a set are; empty if they are nowhere, and for a set that needs none. */
    public static Optional<DataLocation.Place> place(DataEntry entry, DataLocation where) {
        Map<Split, List<StoredSplit>> forms = listing(entry).forms();
        return where.placeOf(forms.getOrDefault(Split.TRAIN, List.of()), forms.getOrDefault(Split.TEST, List.of()));
    }

    /** Whether a set is drawn by this library and needs no file. */
    public static boolean isGenerated(DataEntry entry) {
        return !isPath(entry.name()) && listing(entry).generator() != null;
    }

    /**
     * Whether no file of a split is in any place, in any form: what a download would mend. Never so of a generated set or of a
     * folder of pictures; nor where a part of the files is there, for that is the user's to sort out.
     *
     * @throws DataException if the name is unknown
     */
    public static boolean isMissing(String name, Split split, DataLocation where) {
        if (isPath(name)) {
            return false;
        }
        Listing listing = listing(DataName.parse(name));
        return listing.generator() == null && where.hasNothing(listing.forms(split));
    }

    /** Whether a name holds a relative path, so that it depends on a directory what is meant. */
    public static boolean isRelative(String name) {
        return FeatureName.is(name)
                ? FeatureName.parse(DataName.parse(name).base(), PathInName.HERE)
                        .isRelative()
                : isFolder(name)
                        && !PathInName.FOLDER.path(name, PathInName.HERE).isAbsolute();
    }

    /** The published files of a set, and where they are to be had; empty where there are none. */
    public static List<RemoteFile> downloads(DataEntry entry) {
        return isPath(entry.name()) ? List.of() : listing(entry).downloads();
    }

    /**
     * The files of one split as they lie on disk, those of a generated set and of a folder excepted.
     *
     * @throws DataException if they are missing; the message says where to put what
     */
    public static List<Path> files(DataEntry entry, Split split, DataLocation where) {
        return where.find(listing(entry), split).files();
    }

    /** Opens one split of a set of images; generated sets in their default size. */
    public static ImageSet open(String name, Split split, DataLocation where) {
        return open(name, split, where, GeneratedSize.defaults());
    }

    /**
     * Opens one split of a set of images.
     *
     * @param name of the catalogue. A suffix takes a part in file order: {@code mnist[20000:]} the train images from number
     *     20,000 on (the test split stays whole), {@code mnist[:5000,:1000]} the first 5,000 of train and 1,000 of test;
     *     {@code mnist%0-4=0.2} keeps a fifth of classes 0 to 4 in both splits. {@code folder:PATH} is a folder of pictures
     * @param where the folders to look in
     * @param size size and seed, should the set be a generated one
     * @return a labelled set, to be closed by the caller; unlabelled for a folder of pictures without subfolders
     * @throws DataException if the name is unknown, a file missing or damaged, or the slice too long
     */
    public static ImageSet open(String name, Split split, DataLocation where, GeneratedSize size) {
        return images(name, examples(name, split, where, size));
    }

    /**
     * Opens one split of a set of images or features.
     *
     * @param name as of {@link #open(String, Split, DataLocation, GeneratedSize)}; also {@code csv:FILE}, {@code npy:FILE} and
     *     {@code svmlight:FILE}, with options ({@code docs/DATA.md})
     * @return a labelled set, to be closed by the caller; unlabelled where there are no labels
     * @throws DataException as the other method
     */
    public static ExampleSet examples(String name, Split split, DataLocation where, GeneratedSize size) {
        return open(name, split, where, size, null);
    }

    /**
     * Opens one split for a trained network, of images as {@link #open(String, Split, DataLocation, PictureInput)} does.
     *
     * @param input the way of the network's training pictures; null for a network of features
     */
    public static ExampleSet examples(String name, Split split, DataLocation where, @Nullable PictureInput input) {
        return open(name, split, where, GeneratedSize.defaults(), input);
    }

    /**
     * Opens all rows of a file of features, whatever its splits.
     *
     * @param name {@code csv:FILE}, {@code npy:FILE} or {@code svmlight:FILE}
     * @throws DataException if the name is another, or the file cannot be read
     */
    public static FeatureSet allFeatures(String name, DataLocation where) {
        if (!FeatureName.is(name)) {
            throw new DataException("%s is no file of features".formatted(name));
        }
        return FeatureFile.read(DataName.parse(name, where.from()).base(), where.from())
                .all();
    }

    private static ImageSet images(String name, ExampleSet set) {
        if (set instanceof ImageSet images) {
            return images;
        }
        set.close();
        throw new DataException("%s holds vectors of features, and images are needed here".formatted(name));
    }

    /**
     * Opens one split of a set for a trained network. The pictures of a folder come at the network's input size, each prepared by
     * {@code input} as a single picture is; those of any other set as they are stored.
     *
     * @param input the way of the network's training pictures
     * @throws DataException as the other method; also if the name of a folder asks for another size than that of the training
     */
    public static ImageSet open(String name, Split split, DataLocation where, PictureInput input) {
        return images(name, open(name, split, where, GeneratedSize.defaults(), input));
    }

    private static ExampleSet open(
            String name, Split split, DataLocation where, GeneratedSize size, @Nullable PictureInput input) {
        DataName parsed = DataName.parse(name, where.from());
        ExampleSet whole;
        if (FolderName.is(name)) {
            whole = folder(parsed, split, where, input);
        } else if (FeatureName.is(name)) {
            whole = FeatureFile.read(parsed.base(), where.from()).rows(parsed, split);
        } else {
            whole = listing(parsed).open(parsed, split, where, size);
        }
        if (parsed.thinning().equals(Thinning.NONE)) {
            return whole;
        }
        try (whole) {
            return parsed.thinning().of(whole);
        }
    }

    private static ImageSet folder(DataName name, Split split, DataLocation where, @Nullable PictureInput input) {
        try (PictureFolder folder = PictureFolder.open(name.base(), where.from())) {
            return folder.images(name, split, where, input);
        }
    }

    private static Listing listing(DataEntry entry) {
        return listing(DataName.parse(entry.name()));
    }

    private static Listing listing(DataName name) {
        Listing listing = LISTINGS.get(name.base());
        if (listing == null) {
            throw new DataException("unknown data set '%s'; nearest: %s; known: %s"
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
            Listing.Generator generator) {
        DataEntry entry = new DataEntry(
                name,
                title,
                DigitClasses.NAMES,
                kind,
                description,
                "generated by this project (Apache-2.0); typefaces under the SIL Open Font License",
                citation);
        LISTINGS.put(name, new Listing(entry, Map.of(), generator, List.of()));
    }
}

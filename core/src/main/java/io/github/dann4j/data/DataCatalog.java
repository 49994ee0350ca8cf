package io.github.dann4j.data;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/** The data sets known by name, and how each is opened. */
public final class DataCatalog {
    /** Draws one split of a generated set. */
    private interface Generator {
        ImageSet images(DataName name, Split split, GeneratedSize size);
    }

    /**
     * A set, and how it is opened.
     *
     * @param forms of each split in the order of preference; none for a generated set
     * @param generator null for a set of files
     */
    private record Listing(
            DataEntry entry,
            Map<Split, List<StoredSplit>> forms,
            @Nullable Generator generator) {
        ImageSet open(DataName name, Split split, DataLocation where, GeneratedSize size) {
            if (generator != null) {
                return generator.images(name, split, size);
            }
            DataLocation.Found found = where.find(entry.name(), split, Objects.requireNonNull(forms.get(split)));
            return found.form().read(entry, name, split, found.files(), where.cache());
        }
    }

    private static final String DANN =
            "Ganin, Ustinova, Ajakan, Germain, Larochelle, Laviolette, Marchand, Lempitsky: Domain-Adversarial Training of Neural Networks. JMLR, 2016";

    private static final StoredSplit SYN_SIGNS =
            new SignFiles("signs/synsigns-images-idx4-ubyte", "signs/synsigns-labels-idx1-ubyte", null, 0.1);
    private static final StoredSplit GTSRB_IDX = new SignFiles(
            "signs/gtsrb-images-idx4-ubyte", "signs/gtsrb-labels-idx1-ubyte", "signs/gtsrb-tracks-idx1-ubyte", 0.25);

    private static final Map<String, Listing> LISTINGS = new LinkedHashMap<>();

    static {
        files(
                "mnist",
                "MNIST handwritten digits",
                DigitClasses.NAMES,
                "28x28 grey, 60,000 train and 10,000 test images",
                "none stated by the authors; usually listed as CC BY-SA 3.0",
                "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition. Proceedings of the IEEE, 1998",
                List.of(new IdxFiles("mnist/train-images-idx3-ubyte", "mnist/train-labels-idx1-ubyte")),
                List.of(new IdxFiles("mnist/t10k-images-idx3-ubyte", "mnist/t10k-labels-idx1-ubyte")));
        files(
                "mnist-m",
                "MNIST-M: MNIST digits blended over patches of BSDS500 photos",
                DigitClasses.NAMES,
                "32x32 RGB, up to 59,001 train and 9,001 test images; image i shows the digit of MNIST image i of the same split",
                "none stated by the authors; built from BSDS500, which is for non-commercial research and education",
                DANN,
                List.of(new IdxFiles(
                        "mnist-m/mnistm-train-images-idx4-ubyte", "mnist-m/mnistm-train-labels-idx1-ubyte")),
                List.of(new IdxFiles(
                        "mnist-m/mnistm-test-images-idx4-ubyte", "mnist-m/mnistm-test-labels-idx1-ubyte")));
        files(
                "svhn",
                "Street View House Numbers, cropped digits",
                DigitClasses.NAMES,
                "32x32 RGB, up to 73,257 train and 26,032 test images",
                "non-commercial use only",
                "Netzer, Wang, Coates, Bissacco, Wu, Ng: Reading Digits in Natural Images with Unsupervised Feature Learning. NIPS Workshop on Deep Learning and Unsupervised Feature Learning, 2011",
                List.of(new IdxFiles("svhn/svhn-train-images-idx4-ubyte", "svhn/svhn-train-labels-idx1-ubyte")),
                List.of(new IdxFiles("svhn/svhn-test-images-idx4-ubyte", "svhn/svhn-test-labels-idx1-ubyte")));
        files(
                "usps",
                "USPS zip-code digits",
                DigitClasses.NAMES,
                "16x16 grey, 7,291 train and 2,007 test images",
                "none stated for the data",
                "Hastie, Tibshirani, Friedman: The Elements of Statistical Learning; digits normalised by Le Cun et al., 1990",
                List.of(new IdxFiles("usps/usps-train-images-idx3-ubyte", "usps/usps-train-labels-idx1-ubyte")),
                List.of(new IdxFiles("usps/usps-test-images-idx3-ubyte", "usps/usps-test-labels-idx1-ubyte")));
        files(
                "syn-signs",
                "Syn Signs, synthetic road signs",
                GtsrbClasses.NAMES,
                "40x40 RGB, classes of GTSRB; one image in ten of each class, drawn by a fixed seed, is the test split",
                "none known",
                "Moiseev, Konev, Chigorin, Konushin: Evaluation of Traffic Sign Recognition Methods Trained on Synthetically Generated Data. ACIVS, 2013",
                List.of(SYN_SIGNS),
                List.of(SYN_SIGNS));
        files(
                "gtsrb",
                "German Traffic Sign Recognition Benchmark",
                GtsrbClasses.NAMES,
                "40x40 RGB; a quarter of the tracks of each class, drawn by a fixed seed, is the test split: no track is in both",
                "free to use, citation asked for",
                "Stallkamp, Schlipsing, Salmen, Igel: Man vs. computer: Benchmarking machine learning algorithms for traffic sign recognition. Neural Networks, 2012",
                List.of(GTSRB_IDX),
                List.of(GTSRB_IDX));
        generated(
                "printed",
                "Printed digits, as a scanner gives them",
                "32x32 grey, generated: dark on light, five typefaces",
                "",
                PrintedDigits.standard()::images);
        generated(
                "textured",
                "Printed digits blended over colour textures",
                "32x32 RGB, generated: the digits of 'printed' under the recipe of MNIST-M, |texture - digit|",
                "recipe: " + DANN,
                TexturedDigits.standard()::images);
        generated(
                "syn-numbers",
                "Syn Numbers, re-made from the paper's description",
                "32x32 RGB, generated: one-, two- and three-digit numbers, label = centre digit; typeface, position, rotation, size, colours, outline and blur vary",
                "description: " + DANN,
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
            try (PictureFolder folder = PictureFolder.open(parsed.base())) {
                return folder.entry();
            }
        }
        return listing(parsed).entry();
    }

    /** Where all files of a set are; empty if they are nowhere, and for a set that needs none. */
    public static Optional<DataLocation.Place> place(DataEntry entry, DataLocation where) {
        Map<Split, List<StoredSplit>> forms =
                listing(DataName.parse(entry.name())).forms();
        return where.placeOf(forms.getOrDefault(Split.TRAIN, List.of()), forms.getOrDefault(Split.TEST, List.of()));
    }

    /** Opens one split; generated sets in their default size. */
    public static ImageSet open(String name, Split split, DataLocation where) {
        return open(name, split, where, GeneratedSize.defaults());
    }

    /**
     * Opens one split of a set.
     *
     * @param name of the catalogue. A suffix takes a part in file order: {@code mnist[20000:]} the train images from number
     *     20,000 on (the test split stays whole), {@code mnist[:5000,:1000]} the first 5,000 of train and 1,000 of test;
     *     {@code mnist%0-4=0.2} keeps a fifth of classes 0 to 4 in both splits
     * @param where the folders to look in
     * @param size size and seed, should the set be a generated one
     * @return a labelled set, to be closed by the caller
     * @throws DataException if the name is unknown, a file missing or damaged, or the slice too long
     */
    public static ImageSet open(String name, Split split, DataLocation where, GeneratedSize size) {
        DataName parsed = DataName.parse(name);
        ImageSet whole = FolderName.is(name)
                ? folder(parsed, split, where)
                : listing(parsed).open(parsed, split, where, size);
        if (parsed.thinning().equals(Thinning.NONE)) {
            return whole;
        }
        try (whole) {
            return parsed.thinning().of(whole);
        }
    }

    private static ImageSet folder(DataName name, Split split, DataLocation where) {
        try (PictureFolder folder = PictureFolder.open(name.base())) {
            return folder.images(name, split, where);
        }
    }

    private static Listing listing(DataName name) {
        Listing listing = LISTINGS.get(name.base());
        if (listing == null) {
            String nearest = LISTINGS.keySet().stream()
                    .min(Comparator.comparingInt(known -> LevenshteinDistance.getDefaultInstance()
                            .apply(known, name.base().toLowerCase(Locale.ROOT))))
                    .orElseThrow();
            throw new DataException("unknown data set '%s'; nearest: %s; known: %s"
                    .formatted(name.base(), nearest, LISTINGS.keySet().stream().collect(Collectors.joining(", "))));
        }
        return listing;
    }

    private static void files(
            String name,
            String title,
            List<String> classes,
            String description,
            String licence,
            String citation,
            List<StoredSplit> train,
            List<StoredSplit> test) {
        DataEntry entry = new DataEntry(
                name, title, classes, description, licence, citation, official(train), official(test), false);
        LISTINGS.put(name, new Listing(entry, Map.of(Split.TRAIN, train, Split.TEST, test), null));
    }

    private static List<String> official(List<StoredSplit> forms) {
        return forms.get(0).names().stream().map(accepted -> accepted.get(0)).toList();
    }

    private static void generated(String name, String title, String description, String citation, Generator generator) {
        DataEntry entry = new DataEntry(
                name,
                title,
                DigitClasses.NAMES,
                description,
                "generated by this project (Apache-2.0); typefaces under the SIL Open Font License",
                citation,
                List.of(),
                List.of(),
                true);
        LISTINGS.put(name, new Listing(entry, Map.of(), generator));
    }
}

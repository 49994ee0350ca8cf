package io.github.dann4j.data.catalog;

import static io.github.dann4j.data.format.IdxBytes.gzip;
import static io.github.dann4j.data.format.IdxBytes.images;
import static io.github.dann4j.data.format.IdxBytes.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.IdxBytes;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.engine.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataCatalogTest {
    private static final String TRAIN_IMAGES = "mnist/train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "mnist/train-labels-idx1-ubyte";

    @TempDir
    Path folder;

    private DataLocation where;

    /** Ten train images, each of its own class, and eight test images. */
    @BeforeEach
    void writeTinyMnist() {
        where = new DataLocation(List.of(new DataLocation.Place(folder, "--data")));
        put(TRAIN_IMAGES + ".gz", gzip(images(10)));
        put(TRAIN_LABELS + ".gz", gzip(labels(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)));
        put("mnist/t10k-images-idx3-ubyte", images(8));
        put("mnist/t10k-labels-idx1-ubyte", labels(7, 6, 5, 4, 3, 2, 1, 0));
    }

    @Test
    void aSet_isOpenedFromCompressedOrPlainFiles() {
        try (ImageSet train = DataCatalog.open("mnist", Split.TRAIN, where);
                ImageSet test = DataCatalog.open("mnist", Split.TEST, where)) {
            assertThat(train.size()).isEqualTo(10);
            assertThat(train.classCounts()).containsOnly(1);
            train.requireEveryClass();
            assertThat(Tensors.longs(test.labels())).containsExactly(7, 6, 5, 4, 3, 2, 1, 0);
            assertThat(test.name()).isEqualTo("mnist");
        }
    }

    @Test
    void theSameContent_hasTheSameSumInEveryForm() throws Exception {
        try (ImageSet first = DataCatalog.open("mnist", Split.TRAIN, where)) {
            Files.delete(folder.resolve(TRAIN_IMAGES + ".gz"));
            put("mnist/train-images.idx3-ubyte", images(10));
            try (ImageSet second = DataCatalog.open("mnist", Split.TRAIN, where)) {
                assertThat(second.sha256()).isEqualTo(first.sha256());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mnist[4:], 6, 4",
        "mnist[:3], 3, 0",
        "mnist[2:5], 3, 2",
        "'mnist[2:5,:1]', 3, 2",
        "'mnist[,:1]', 10, 0",
        "mnist[:], 10, 0"
    })
    void aSlice_takesThatPartOfTrain(String name, int count, int first) {
        try (ImageSet set = DataCatalog.open(name, Split.TRAIN, where)) {
            assertThat(set.size()).isEqualTo(count);
            assertThat(Tensors.longs(set.labels())[0]).isEqualTo(first);
            assertThat(Tensors.bytes(set.images())[0]).isEqualTo((byte) first);
        }
    }

    @ParameterizedTest
    @CsvSource({"mnist[4:], 8, 7", "'mnist[2:5,:1]', 1, 7", "'mnist[,6:]', 2, 1"})
    void aSlice_leavesTestWholeUnlessItSaysSo(String name, int count, int first) {
        try (ImageSet set = DataCatalog.open(name, Split.TEST, where)) {
            assertThat(set.size()).isEqualTo(count);
            assertThat(Tensors.longs(set.labels())[0]).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @CsvSource({"mnist[:11], [:11]", "mnist[10:], [10:]", "mnist[9:12], [9:12]"})
    void aSliceBeyondTheEnd_saysHowManyImagesThereAre(String name, String slice) {
        failure(name, Split.TRAIN).hasMessageContaining("slice " + slice + " exceeds its 10 examples");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mnist[",
                "mnist]",
                "mnist[3]",
                "mnist[a:b]",
                "mnist[1:2,3:4,5:6]",
                "mnist[-1:]",
                "mnist[:3]x",
                "mnist[:99999999999]"
            })
    void aMalformedSlice_saysHowItIsWritten(String name) {
        failure(name, Split.TRAIN).hasMessageContaining(name + ": a slice is written name[from:to]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist[3:3]", "mnist[5:2]"})
    void anEmptySlice_isRefused(String name) {
        failure(name, Split.TRAIN).hasMessageContaining("the end must be greater than the start");
    }

    @ParameterizedTest
    @CsvSource({
        "minst, mnist",
        "MNIST-N, mnist-m",
        "svnh, svhn",
        "synnumbers, syn-numbers",
        "texture, textured",
        "usps2[:5], usps"
    })
    void anUnknownName_bringsTheNearest(String name, String nearest) {
        failure(name, Split.TRAIN)
                .hasMessageContaining(
                        "unknown dataset '%s'; nearest: %s;".formatted(name.replace("[:5]", ""), nearest));
    }

    @Test
    void countsThatDiffer_areBothNamed() {
        put(TRAIN_LABELS + ".gz", gzip(labels(1, 2, 3)));
        failure("mnist", Split.TRAIN)
                .hasMessageContaining("contains 10 images but")
                .hasMessageContaining("contains 3 labels");
    }

    @Test
    void aLabelOutOfRange_isRefusedEvenOutsideOfTheSlice() {
        put(TRAIN_LABELS + ".gz", gzip(labels(0, 1, 2, 3, 4, 5, 6, 7, 8, 200)));
        failure("mnist[:5]", Split.TRAIN)
                .hasMessageContaining("label 200 of image 9")
                .hasMessageContaining("outside 0 to 9");
    }

    @Test
    void aClassWithoutImages_isNamed() {
        put(TRAIN_LABELS + ".gz", gzip(labels(0, 1, 2, 3, 3, 5, 6, 7, 8, 9)));
        try (ImageSet set = DataCatalog.open("mnist", Split.TRAIN, where)) {
            assertThatThrownBy(set::requireEveryClass)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("mnist train: class 4 (4) has no image");
        }
    }

    @Test
    void imagesAndLabelsInEachOthersPlace_areRefused() {
        put(TRAIN_IMAGES + ".gz", gzip(labels(0, 1)));
        put(TRAIN_LABELS + ".gz", gzip(images(2)));
        failure("mnist", Split.TRAIN).hasMessageContaining("expected labels (0x00000801), got magic number 0x00000803");
    }

    @Test
    void aMissingPartner_saysWhereToPutIt() throws Exception {
        Files.delete(folder.resolve(TRAIN_LABELS + ".gz"));
        failure("mnist", Split.TRAIN)
                .hasMessageContaining("train-images-idx3-ubyte.gz exists but mnist/train-labels-idx1-ubyte")
                .hasMessageContaining("put it into " + folder);
    }

    @Test
    void aFolderInPlaceOfTheFile_isNoFile() throws Exception {
        Files.delete(folder.resolve(TRAIN_LABELS + ".gz"));
        Files.createDirectory(folder.resolve(TRAIN_LABELS + ".gz"));
        failure("mnist", Split.TRAIN).hasMessageContaining("but mnist/train-labels-idx1-ubyte.gz is missing");
    }

    @Test
    void aMissingSet_namesFilesAndPlaces() {
        failure("svhn", Split.TRAIN)
                .hasMessageContaining("svhn/svhn-train-images-idx4-ubyte.gz")
                .hasMessageContaining(folder + " (--data)")
                .hasMessageContaining("DANN4J_DATA");
    }

    @Test
    void theFirstPlaceThatHasTheSet_isTaken(@TempDir Path other) {
        IdxBytes.write(other.resolve(TRAIN_IMAGES), images(2));
        IdxBytes.write(other.resolve(TRAIN_LABELS), labels(0, 1));
        DataLocation.Place first = new DataLocation.Place(other, "--data");
        DataLocation.Place second = new DataLocation.Place(folder, "DANN4J_DATA");

        assertThat(size(new DataLocation(List.of(first, second)), Split.TRAIN)).isEqualTo(2);
        assertThat(size(new DataLocation(List.of(second, first)), Split.TRAIN)).isEqualTo(10);
        // Each split is searched for separately.
        assertThat(size(new DataLocation(List.of(first, second)), Split.TEST)).isEqualTo(8);
    }

    @Test
    void places_areOptionThenEnvironmentThenCache(@TempDir Path option) {
        Map<String, String> environment =
                Map.of("DANN4J_DATA", "/env", "XDG_CACHE_HOME", "/xdg", "LOCALAPPDATA", "local");

        assertThat(folders(DataLocation.of(option, environment, "Linux", "/home/u")))
                .containsExactly(option, Path.of("/env"), Path.of("/xdg/dann4j/data"));
        assertThat(folders(DataLocation.of(
                        null, Map.of("DANN4J_DATA", " ", "XDG_CACHE_HOME", "relative"), "Linux", "/home/u")))
                .containsExactly(Path.of("/home/u/.cache/dann4j/data"));
        assertThat(folders(DataLocation.of(null, Map.of(), "Mac OS X", "/Users/u")))
                .containsExactly(Path.of("/Users/u/Library/Caches/dann4j/data"));
        assertThat(DataLocation.of(null, environment, "Windows 11", "home").cache())
                .isEqualTo(Path.of("local", "dann4j", "data"));
        assertThat(DataLocation.of(null, Map.of(), "Windows 11", "home").cache())
                .isEqualTo(Path.of("home", "AppData", "Local", "dann4j", "data"));
    }

    @Test
    void anOptionThatIsNoFolder_isRefused() {
        assertThatThrownBy(() -> DataLocation.of(folder.resolve("none")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none: no such folder");
    }

    @Test
    void everyEntry_isComplete() {
        assertThat(DataCatalog.entries())
                .extracting(DatasetInfo::name)
                .doesNotHaveDuplicates()
                .contains("mnist", "gtsrb", "printed");
        for (DatasetInfo entry : DataCatalog.entries()) {
            assertThat(DataCatalog.entry(entry.name() + "[:5]")).isSameAs(entry);
            assertThat(new HashSet<>(entry.classNames())).hasSize(entry.classes());
            assertThat(DataCatalog.downloads(entry))
                    .allMatch(file -> file.name().contains("/"));
            assertThat(entry.licence()).isNotBlank();
        }
    }

    private int size(DataLocation location, Split split) {
        try (ImageSet set = DataCatalog.open("mnist", split, location)) {
            return set.size();
        }
    }

    private static List<Path> folders(DataLocation location) {
        return location.places().stream().map(DataLocation.Place::folder).toList();
    }

    private void put(String name, byte[] content) {
        IdxBytes.write(folder.resolve(name), content);
    }

    private AbstractThrowableAssert<?, ?> failure(String name, Split split) {
        return assertThatThrownBy(() -> DataCatalog.open(name, split, where))
                .isInstanceOf(DataException.class)
                .hasMessageNotContaining("\n");
    }
}

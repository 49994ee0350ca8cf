package io.github.dann4j.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.image.TestImageFiles;
import io.github.dann4j.engine.Tensors;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    @TempDir
    private Path temp;

    private Path folder;
    private DataLocation where;

    @BeforeEach
    void makeFolder() {
        folder = temp.resolve("photos");
        where = new DataLocation(List.of(new DataLocation.Place(temp.resolve("cache"), "the cache folder")));
        for (int i = 0; i < 10; i++) {
            TestImageFiles.write(
                    folder.resolve(String.format(Locale.ROOT, "cat/%d.png", i)), 30 + i, 50, new Color(10 * i, 0, 0));
            TestImageFiles.write(
                    folder.resolve(String.format(Locale.ROOT, "dog/deep/%d.jpg", i)), 50, 30 + i, Color.BLUE);
        }
    }

    @Test
    void subfolders_areTheClasses() {
        assertThat(DataCatalog.entry(name()).classNames()).containsExactly("cat", "dog");
        try (ImageSet train = open(name(), Split.TRAIN);
                ImageSet test = open(name(), Split.TEST)) {
            for (int label = 0; label < 2; label++) {
                assertThat(test.classCounts()[label]).isBetween(1, 9);
                assertThat(train.classCounts()[label] + test.classCounts()[label])
                        .isEqualTo(10);
            }
            assertThat(List.of(train.height(), train.width(), train.channels())).containsExactly(64, 64, 3);
            assertThat(train.notes()).isEmpty();
            byte[] last = image(train, train.size() - 1);
            assertThat(last[0]).isBetween((byte) 0, (byte) 3);
            assertThat(last[2] & 0xff).isGreaterThan(250);
        }
    }

    @Test
    void theShare_isDrawnByTheSeedAndSplitsWithoutOverlap() {
        List<byte[]> test = images("?test=0.5,seed=3", Split.TEST);
        List<byte[]> train = images("?test=0.5,seed=3", Split.TRAIN);

        assertThat(test).hasSizeBetween(2, 18);
        assertThat(test.size() + train.size()).isEqualTo(20);
        assertThat(images("?test=0.5,seed=3", Split.TEST))
                .usingRecursiveComparison()
                .isEqualTo(test);
        assertThat(images("?test=0.5,seed=4", Split.TEST))
                .usingRecursiveComparison()
                .isNotEqualTo(test);
        // Cats differ from one another; no cat of test is in train.
        List<String> testFiles = files(name() + "?test=0.5,seed=3", Split.TEST);
        for (int i = 0; i < test.size(); i++) {
            byte[] one = test.get(i);
            if (testFiles.get(i).startsWith("cat")) {
                assertThat(train).noneMatch(other -> Arrays.equals(one, other));
            }
        }
    }

    @Test
    void anImage_staysInItsSplit_whenOthersComeAreRenamedDamagedOrGone() throws IOException {
        for (int i = 10; i < 60; i++) {
            TestImageFiles.write(
                    folder.resolve(String.format(Locale.ROOT, "cat/%d.png", i)), 40, 40, new Color(3 * i, 0, 9));
        }
        List<String> before = files(name(), Split.TEST);
        assertThat(before).hasSizeBetween(4, 30);
        for (int i = 0; i < 20; i++) {
            TestImageFiles.write(
                    folder.resolve(String.format(Locale.ROOT, "cat/0%d.png", i)), 40, 40, new Color(0, 5 * i, 9));
        }
        Files.delete(folder.resolve("cat/20.png"));
        Files.writeString(folder.resolve("cat/21.png"), "damaged");
        Files.move(folder.resolve("cat/22.png"), folder.resolve("cat/z.png"));
        Files.move(folder.resolve("dog/deep"), folder.resolve("dog/other"));
        Path moved = temp.resolve("elsewhere/100% [new]");
        Files.createDirectories(moved.getParent());
        Files.move(folder, moved);

        List<String> test = files("folder:" + moved, Split.TEST);
        List<String> train = files("folder:" + moved, Split.TRAIN);

        assertThat(test).doesNotContainAnyElementsOf(train);
        assertThat(test.stream().filter(file -> !file.startsWith("cat/0") || file.equals("cat/0.png")))
                .containsExactlyInAnyOrderElementsOf(before.stream()
                        .filter(file -> !file.matches("cat/2[01].png"))
                        .map(file -> file.replace("cat/22.png", "cat/z.png").replace("deep", "other"))
                        .toList());
    }

    @Test
    void copiesOfAnImage_areInOneSplit() throws IOException {
        for (int i = 0; i < 10; i++) {
            Files.copy(
                    folder.resolve(String.format(Locale.ROOT, "cat/%d.png", i)),
                    folder.resolve(String.format(Locale.ROOT, "cat/copy%d.png", i)));
        }
        List<String> test = files(name() + "?test=0.5", Split.TEST);
        for (int i = 0; i < 10; i++) {
            assertThat(test.contains(String.format(Locale.ROOT, "cat/copy%d.png", i)))
                    .isEqualTo(test.contains(String.format(Locale.ROOT, "cat/%d.png", i)));
        }
    }

    @Test
    void thinning_keepsTheSameImages_whenOthersComeOrGo() throws IOException {
        for (int i = 10; i < 60; i++) {
            TestImageFiles.write(
                    folder.resolve(String.format(Locale.ROOT, "cat/%d.png", i)), 40, 40, new Color(3 * i, 0, 9));
        }
        List<String> before = files(name() + "%0=0.5", Split.TRAIN);
        assertThat(before.stream().filter(file -> file.startsWith("cat"))).hasSizeBetween(10, 40);
        Files.delete(folder.resolve("cat/0.png"));
        TestImageFiles.write(folder.resolve("cat/00.png"), 40, 40, Color.GREEN);

        List<String> after = files(name() + "%0=0.5", Split.TRAIN);

        assertThat(after.stream().filter(file -> !file.equals("cat/00.png")))
                .containsExactlyElementsOf(before.stream()
                        .filter(file -> !file.equals("cat/0.png"))
                        .toList());
    }

    @Test
    void trainAndTestFolders_areTheSplits() {
        Path both = temp.resolve("both");
        TestImageFiles.write(both.resolve("train/a/1.png"), 20, 20, Color.RED);
        TestImageFiles.write(both.resolve("train/b/1.png"), 20, 20, Color.RED);
        TestImageFiles.write(both.resolve("test/b/1.png"), 20, 20, Color.GREEN);
        TestImageFiles.write(both.resolve("stray.png"), 20, 20, Color.GREEN);
        try (ImageSet train = open("folder:" + both, Split.TRAIN);
                ImageSet test = open("folder:" + both, Split.TEST)) {
            assertThat(train.classCounts()).containsExactly(1, 1);
            assertThat(test.classCounts()).containsExactly(0, 1);
            assertThat(test.height()).as("squares of one size keep it").isEqualTo(20);
            assertThat(train.notes()).containsExactly("stray.png: skipped: beside the folders of the splits");
            assertThat(test.notes()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"Train, TEST", "training, testing", "train, Testing"})
    void splits_mayBeWrittenOtherwise(String train, String test) {
        Path both = temp.resolve("both");
        TestImageFiles.write(both.resolve(train + "/a/1.png"), 20, 20, Color.RED);
        TestImageFiles.write(both.resolve(train + "/a/2.png"), 20, 20, Color.RED);
        TestImageFiles.write(both.resolve(test + "/a/1.png"), 20, 20, Color.GREEN);
        try (ImageSet first = open("folder:" + both, Split.TRAIN);
                ImageSet second = open("folder:" + both, Split.TEST)) {
            assertThat(first.classNames()).containsExactly("a");
            assertThat(first.size()).isEqualTo(2);
            assertThat(second.size()).isEqualTo(1);
        }
    }

    @Test
    void aThirdSplit_isToldAndLeftOut() {
        Path three = temp.resolve("three");
        for (String split : List.of("train", "val", "test")) {
            TestImageFiles.write(three.resolve(split + "/a/1.png"), 20, 20, Color.RED);
            TestImageFiles.write(three.resolve(split + "/b/1.png"), 20, 20, Color.RED);
        }
        try (ImageSet train = open("folder:" + three, Split.TRAIN);
                ImageSet test = open("folder:" + three, Split.TEST)) {
            assertThat(train.classCounts()).containsExactly(1, 1);
            assertThat(test.classCounts()).containsExactly(1, 1);
            assertThat(train.notes()).containsExactly("val/: 2 files skipped: beside the folders of the splits");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train/a train/b val/a val/b",
                "Train/a Validation/a",
                "training/a VALID/a",
                "train/a dev/a eval/a",
                "test/a validation/a",
                "train/a",
                "val/a",
                "val/a cat dog",
                "train/a cat dog",
                "train/a training/a test/a",
                "train val",
                "train"
            })
    void foldersThatAreCalledAsSplits_areNoClasses(String folders) {
        Path odd = temp.resolve("odd");
        for (String one : folders.split(" ")) {
            TestImageFiles.write(odd.resolve(one).resolve("1.png"), 20, 20, Color.RED);
        }
        assertThatThrownBy(() -> DataCatalog.entry("folder:" + odd))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has the name of a split, not of a class")
                .hasMessageContaining("'" + folders.split("[/ ]")[0] + "'")
                .hasMessageContaining("a folder 'train' and a folder 'test'")
                .hasMessageContaining("folder:" + odd.resolve(""));
    }

    /** Like "railways" and "examinations": the images are in the folder itself, and other classes are beside it. */
    @Test
    void aClassMayBeCalledTrain_whereItHoldsImages() {
        Path vehicles = temp.resolve("vehicles");
        for (String one : List.of("bus", "car", "train")) {
            TestImageFiles.write(vehicles.resolve(one).resolve("1.png"), 20, 20, Color.RED);
        }
        assertThat(DataCatalog.entry("folder:" + vehicles).classNames()).containsExactly("bus", "car", "train");
    }

    @Test
    void classesThatHoldOnlyFoldersOfTheSameNames_areRemarkedOn() {
        Path folds = temp.resolve("folds");
        for (String fold : List.of("fold1", "fold2")) {
            TestImageFiles.write(folds.resolve(fold + "/cat/1.png"), 20, 20, Color.RED);
            TestImageFiles.write(folds.resolve(fold + "/dog/1.png"), 20, 20, Color.BLUE);
        }
        try (ImageSet train = open("folder:" + folds, Split.TRAIN);
                ImageSet test = open("folder:" + folds, Split.TEST)) {
            assertThat(train.notes())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "the classes are fold1, fold2, and each contains only folders with the same names (cat, dog)");
            assertThat(test.notes()).isEmpty();
        }
        TestImageFiles.write(folds.resolve("fold1/1.png"), 20, 20, Color.RED);
        try (ImageSet train = open("folder:" + folds, Split.TRAIN)) {
            assertThat(train.notes()).isEmpty();
        }
    }

    @Test
    void numbersAsClassNames_lieInTheOrderOfTheNumbers() {
        Path numbers = temp.resolve("numbers");
        for (String one : List.of("1", "2", "9", "10", "010")) {
            TestImageFiles.write(numbers.resolve(one).resolve("1.png"), 20, 20, Color.RED);
        }
        assertThat(DataCatalog.entry("folder:" + numbers).classNames()).containsExactly("1", "2", "9", "010", "10");
        TestImageFiles.write(numbers.resolve("none/1.png"), 20, 20, Color.RED);
        assertThat(DataCatalog.entry("folder:" + numbers).classNames())
                .containsExactly("010", "1", "10", "2", "9", "none");
    }

    @Test
    void whatSystemsLeaveBehind_isNoClass() {
        TestImageFiles.write(folder.resolve("@eaDir/1.png"), 20, 20, Color.RED);
        TestImageFiles.write(folder.resolve("__MACOSX/cat/1.png"), 20, 20, Color.RED);
        TestImageFiles.write(folder.resolve("cat/@eaDir/1.png"), 20, 20, Color.RED);
        TestImageFiles.put(folder.resolve("Thumbs.db"), new byte[3]);
        try (ImageSet train = open(name(), Split.TRAIN)) {
            assertThat(train.classNames()).containsExactly("cat", "dog");
            assertThat(train.notes()).isEmpty();
        }
        assertThat(countsOfBothSplits()).containsExactly(10, 10);
    }

    @Test
    void linksWhoseTargetsAreMissing_areSkippedAndNamed() throws IOException {
        Files.createSymbolicLink(folder.resolve("cat/gone.png"), Path.of("../nowhere.png"));
        try (ImageSet train = open(name(), Split.TRAIN)) {
            assertThat(train.notes())
                    .containsExactly("cat/gone.png: skipped: cannot be read: a link whose target does not exist");
        }
        assertThat(countsOfBothSplits()).containsExactly(10, 10);
    }

    private int[] countsOfBothSplits() {
        try (ImageSet train = open(name(), Split.TRAIN);
                ImageSet test = open(name(), Split.TEST)) {
            int[] counts = train.classCounts();
            Arrays.setAll(counts, i -> counts[i] + test.classCounts()[i]);
            return counts;
        }
    }

    /** The images of a test split are stored as those of the training, whatever their own sizes are. */
    @Test
    void theTrainSplitAlone_decidesTheStoredSize() {
        Path both = temp.resolve("both");
        TestImageFiles.write(both.resolve("train/a/1.png"), 20, 20, Color.RED);
        TestImageFiles.write(both.resolve("train/b/1.png"), 20, 20, Color.RED);
        TestImageFiles.write(both.resolve("test/a/1.png"), 20, 20, Color.RED);
        TestImageFiles.write(both.resolve("test/b/1.png"), 90, 50, Color.RED);
        try (ImageSet train = open("folder:" + both, Split.TRAIN);
                ImageSet test = open("folder:" + both, Split.TEST)) {
            assertThat(train.height()).isEqualTo(20);
            assertThat(test.height()).isEqualTo(20);
        }
    }

    @Test
    void imagesThatWereTakenSideways_areStoredUpright() {
        Path sideways = temp.resolve("sideways");
        java.awt.image.BufferedImage seen = TestImageFiles.filled(32, 32, Color.RED);
        java.awt.image.BufferedImage stored = TestImageFiles.filled(32, 32, Color.RED);
        for (int i = 0; i < 32 * 16; i++) {
            seen.setRGB(i % 32, i / 32, 0xff); // blue above
            stored.setRGB(i / 32, i % 32, 0xff); // and left in what the sensor saw: must be turned clockwise
        }
        TestImageFiles.put(sideways.resolve("train/1.png"), TestImageFiles.encode("png", seen));
        TestImageFiles.put(
                sideways.resolve("train/2.png"), TestImageFiles.oriented(TestImageFiles.encode("png", stored), 6));
        TestImageFiles.put(sideways.resolve("test/1.png"), TestImageFiles.encode("png", seen));
        try (ImageSet train = open("folder:" + sideways, Split.TRAIN)) {
            assertThat(train.size()).isEqualTo(2);
            assertThat(image(train, 0)).isEqualTo(image(train, 1));
        }
    }

    @Test
    void aFlatFolder_isUnlabelled() {
        assertThat(DataCatalog.entry("folder:" + folder.resolve("cat")).classes())
                .isZero();
        try (ImageSet train = open("folder:" + folder.resolve("cat"), Split.TRAIN)) {
            assertThat(train.isLabeled()).isFalse();
            assertThat(train.size()).isBetween(1, 9);
        }
    }

    @Test
    void unreadableFiles_areSkippedAndNamed() throws IOException {
        byte[] jpeg = TestImageFiles.plain("jpg", 60, 60, Color.PINK);
        TestImageFiles.put(folder.resolve("cat/broken.jpg"), Arrays.copyOf(jpeg, 300));
        TestImageFiles.put(folder.resolve("cat/notes.txt"), "no picture at all".getBytes());
        TestImageFiles.put(folder.resolve("cat/.hidden"), new byte[5]);
        TestImageFiles.put(folder.resolve("dog/moving.gif"), TestImageFiles.animatedGif(9, 9, Color.RED, Color.BLUE));
        TestImageFiles.put(folder.resolve("stray.jpg"), jpeg);
        try (ImageSet train = open(name(), Split.TRAIN);
                ImageSet test = open(name(), Split.TEST)) {
            assertThat(train.size() + test.size()).isEqualTo(21);
            assertThat(train.notes())
                    .satisfiesExactlyInAnyOrder(
                            note -> assertThat(note).startsWith("cat/broken.jpg: skipped: damaged"),
                            note -> assertThat(note).startsWith("cat/notes.txt: skipped: not an image"),
                            note -> assertThat(note).contains("dog/moving.gif: an animation of 2 images"),
                            note -> assertThat(note).startsWith("stray.jpg: skipped: beside"));
        }
    }

    @Test
    void theCache_givesTheSameAndMayBeDeletedOrDamaged() throws IOException {
        String first;
        try (ImageSet set = open(name(), Split.TRAIN)) {
            first = set.sha256();
        }
        Path file = onlyCacheFile();
        for (int round = 0; round < 3; round++) {
            if (round == 1) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            } else if (round == 2) {
                Files.delete(file);
            }
            try (ImageSet set = open(name(), Split.TRAIN)) {
                assertThat(set.sha256()).isEqualTo(first);
            }
        }
        TestImageFiles.write(folder.resolve("cat/3.png"), 33, 50, Color.GREEN);
        try (ImageSet set = open(name() + "?test=0.01", Split.TRAIN)) {
            assertThat(set.sha256()).isNotEqualTo(first);
        }
    }

    @Test
    void classNames_areComposedUnicode() {
        Path others = temp.resolve("others");
        TestImageFiles.write(
                others.resolve(Normalizer.normalize("Füchse 🦊", Normalizer.Form.NFD))
                        .resolve("ä.png"),
                20,
                20,
                Color.RED);
        TestImageFiles.write(others.resolve("Bär/日本.png"), 20, 20, Color.RED);

        assertThat(DataCatalog.entry("folder:" + others).classNames()).containsExactly("Bär", "Füchse 🦊");
        try (ImageSet set = open("folder:" + others, Split.TRAIN)) {
            assertThat(set.classCounts()).containsExactly(1, 1);
            assertThat(set.fileOf(0)).isEqualTo("Bär/日本.png");
        }
    }

    @Test
    void sliceAndThinning_workAsForEverySet() {
        try (ImageSet set = open(name() + "[:4]", Split.TRAIN)) {
            assertThat(set.size()).isEqualTo(4);
            assertThat(set.notes())
                    .containsExactly(
                            "the slice [:4] counts images in the order of their file names, so it changes when files are added or removed");
        }
        try (ImageSet whole = open(name() + "?test=0.3[:10]", Split.TRAIN);
                ImageSet set = open(name() + "?test=0.3[:10]%0=0.2", Split.TRAIN)) {
            assertThat(whole.size()).isEqualTo(10);
            assertThat(set.classCounts()[0]).isBetween(1, whole.classCounts()[0] - 1);
            assertThat(set.classCounts()[1]).isEqualTo(whole.classCounts()[1]);
        }
    }

    @Test
    void aPathWithMarksInItsName_isTakenAsItIs() {
        Path odd = temp.resolve("100% [new]?");
        TestImageFiles.write(odd.resolve("a/1.png"), 20, 20, Color.RED);
        TestImageFiles.write(odd.resolve("b/1.png"), 20, 20, Color.RED);
        try (ImageSet set = open("folder:" + odd, Split.TRAIN)) {
            assertThat(set.size()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none, no such folder",
        "photos?test=1, test must be more than 0 and less than 1",
        "photos?size=3, 'size=3' is not an option of a folder",
        "photos?side=4, side must be 8 to 512",
        "photos/cat/0.png, is a file"
    })
    void whatIsWrong_isSaid(String name, String message) {
        assertThatThrownBy(() -> DataCatalog.entry("folder:" + temp.resolve(name)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFolderOfNothing_isRefused() throws IOException {
        Path empty = Files.createDirectory(temp.resolve("empty"));
        assertThatThrownBy(() -> DataCatalog.entry("folder:" + empty)).hasMessageContaining("contains no file");
        TestImageFiles.put(empty.resolve("a/text.txt"), "text".getBytes());
        assertThatThrownBy(() -> open("folder:" + empty, Split.TRAIN))
                .hasMessageContaining("none of its 1 files is a readable image")
                .hasMessageContaining("text.txt");
    }

    @Test
    void links_areFollowedButNotInCircles() throws IOException {
        Files.createSymbolicLink(folder.resolve("cat/again"), folder);
        try (ImageSet set = open(name(), Split.TRAIN)) {
            assertThat(set.size()).isBetween(2, 18);
        }
    }

    @Test
    void labels_areMatchedByName() {
        try (ImageSet set = open(name(), Split.TRAIN);
                ImageSet matched = set.withClasses(List.of("dog", "bird", "cat"))) {
            assertThat(matched.classCounts()).containsExactly(set.classCounts()[1], 0, set.classCounts()[0]);
            assertThat(Tensors.longs(matched.labels())[0]).isEqualTo(2);
            assertThatThrownBy(() -> set.withClasses(List.of("dog", "bird")))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(
                            String.format(Locale.ROOT, "has a class 'cat' (%d images)", set.classCounts()[0]));
        }
    }

    private Path onlyCacheFile() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("cache/decoded"))) {
            return files.reduce((a, b) -> {
                        throw new AssertionError("more than one file");
                    })
                    .orElseThrow();
        }
    }

    private String name() {
        return "folder:" + folder;
    }

    private List<String> files(String name, Split split) {
        try (ImageSet set = open(name, split)) {
            return IntStream.range(0, set.size()).mapToObj(set::fileOf).toList();
        }
    }

    private ImageSet open(String name, Split split) {
        return DataCatalog.open(name, split, where);
    }

    private List<byte[]> images(String options, Split split) {
        try (ImageSet set = open(name() + options, split)) {
            return IntStream.range(0, set.size()).mapToObj(i -> image(set, i)).toList();
        }
    }

    private static byte[] image(ImageSet set, int index) {
        return Tensors.bytes(set.images().get(index));
    }
}

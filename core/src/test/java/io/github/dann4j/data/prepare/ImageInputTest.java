package io.github.dann4j.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.TestImageFiles;
import io.github.dann4j.engine.Tensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An image of a folder reaches a network's input in the same form, whichever way it is read. */
class ImageInputTest {
    private static final int[][] MIXED = {{100, 100}, {64, 64}, {28, 28}, {37, 90}, {61, 45}, {64, 48}, {201, 77}};

    @TempDir
    private Path temp;

    private Path mixed;
    private DataLocation where;

    @BeforeEach
    void makeFolder() {
        where = new DataLocation(List.of(new DataLocation.Place(temp.resolve("cache"), "the cache folder")));
        mixed = temp.resolve("mixed");
        for (String split : List.of("train", "test")) {
            for (int i = 0; i < MIXED.length; i++) {
                noise(mixed.resolve(String.format(Locale.ROOT, "%s/%d.png", split, i)), MIXED[i][0], MIXED[i][1], i);
            }
        }
        // One of them is a photograph that was taken sideways.
        TestImageFiles.put(
                mixed.resolve("test/0.jpg"),
                TestImageFiles.oriented(TestImageFiles.encode("jpg", image(90, 40, 5)), 6));
    }

    private static BufferedImage image(int width, int height, int seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt());
        }
        return image;
    }

    private static void noise(Path file, int width, int height, int seed) {
        TestImageFiles.put(file, TestImageFiles.encode("png", image(width, height, seed)));
    }

    private static List<byte[]> rows(ImageSet set) {
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            rows.add(Tensors.bytes(set.images().get(i)));
        }
        return rows;
    }

    /** Prepares the files of a folder as {@code predict DIR} and {@code serve} do. */
    private static List<byte[]> singly(ImageInput input, Path folder) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        List<byte[]> rows = new ArrayList<>();
        for (Path file : files) {
            rows.add(input.pixels(DecodedImage.read(file)));
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({
        "28, BILINEAR",
        "32, BILINEAR",
        "40, BILINEAR",
        "48, BILINEAR",
        "96, BILINEAR",
        "32, PAD_IF_CLOSE",
        "70, PAD_IF_CLOSE",
        "48, AREA",
        "48, NEAREST",
        "80, PAD",
        "62, CROP_IF_CLOSE"
    })
    void trainingPredictionAndEvaluation_prepareAnImageAlike(int size, Resize resize) throws Exception {
        ImagePreprocessing preprocessing = new ImagePreprocessing(size, 3, resize, Scaling.PLUS_MINUS_ONE);
        ImageInput input;
        List<byte[]> trained;
        try (ImageSet stored = DataCatalog.open("folder:" + mixed, Split.TRAIN, where);
                ImageSet resized = preprocessing.resized(stored)) {
            input = new ImageInput(preprocessing, List.of(new ImageSize(stored.height(), stored.width())));
            trained = rows(resized);
        }
        List<byte[]> tested;
        try (ImageSet stored = DataCatalog.open("folder:" + mixed, Split.TEST, where);
                ImageSet resized = preprocessing.resized(stored)) {
            tested = rows(resized);
        }

        assertThat(singly(input, mixed.resolve("train"))).containsExactlyElementsOf(trained);
        assertThat(singly(input, mixed.resolve("test"))).containsExactlyElementsOf(tested);
        try (ImageSet evaluated = DataCatalog.open("folder:" + mixed, Split.TEST, where, input)) {
            assertThat(List.of(evaluated.height(), evaluated.width(), evaluated.channels()))
                    .containsExactly(size, size, 3);
            assertThat(rows(evaluated)).containsExactlyElementsOf(tested);
        }
    }

    /**
     * Images of 100 x 100 alone would be stored at that size; with an image of another size beside them they are not. A
     * model stored them at its own size.
     */
    @Test
    void aNeighbourOfAnotherSize_changesNothing() throws Exception {
        ImageInput input = new ImageInput(
                new ImagePreprocessing(32, 3, Resize.BILINEAR, Scaling.PLUS_MINUS_ONE), List.of(new ImageSize(64, 64)));
        Path large = temp.resolve("large");
        noise(large.resolve("train/0.png"), 100, 100, 1);
        noise(large.resolve("test/0.png"), 100, 100, 2);
        byte[] alone;
        try (ImageSet set = DataCatalog.open("folder:" + large, Split.TEST, where, input)) {
            alone = rows(set).get(0);
        }
        for (String split : List.of("train", "test")) {
            noise(large.resolve(split + "/1.png"), 31, 77, 3);
        }
        try (ImageSet set = DataCatalog.open("folder:" + large, Split.TEST, where, input)) {
            assertThat(set.size()).isEqualTo(2);
            assertThat(rows(set).get(0)).isEqualTo(alone);
        }
        assertThat(singly(input, large.resolve("test")).get(0)).isEqualTo(alone);
    }

    @Test
    void aGreyNetwork_takesAFolderAsItTakesSingleImages() throws Exception {
        ImageInput input = new ImageInput(
                new ImagePreprocessing(32, 1, Resize.BILINEAR, Scaling.PLUS_MINUS_ONE), List.of(new ImageSize(28, 28)));
        try (ImageSet set = DataCatalog.open("folder:" + mixed, Split.TEST, where, input)) {
            assertThat(set.channels()).isEqualTo(1);
            assertThat(rows(set)).containsExactlyElementsOf(singly(input, mixed.resolve("test")));
        }
    }

    @Test
    void aSideOtherThanTheTrainings_isRefused() throws IOException {
        ImageInput input = new ImageInput(
                new ImagePreprocessing(32, 3, Resize.BILINEAR, Scaling.PLUS_MINUS_ONE), List.of(new ImageSize(64, 64)));
        DataCatalog.open("folder:" + mixed + "?side=64", Split.TEST, where, input)
                .close();
        assertThatThrownBy(() -> DataCatalog.open("folder:" + mixed + "?side=48", Split.TEST, where, input))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("were stored as 64 x 64; omit side=48");
    }
}

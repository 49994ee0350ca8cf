package io.github.dann4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.DigitClasses;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxWriterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1,.gz", "1,''", "3,.gz", "3,''"})
    void whatIsWrittenIsReadBack(int channels, String ending) {
        Path images = folder.resolve("images" + ending);
        Path labels = folder.resolve("labels" + ending);
        try (ImageSet set = set(70, channels, 10)) {
            IdxWriter.write(set, images, labels);

            try (IdxReader imageFile = IdxReader.open(images);
                    IdxReader labelFile = IdxReader.open(labels)) {
                assertThat(List.of(imageFile.count(), imageFile.height(), imageFile.width(), imageFile.channels()))
                        .containsExactly(70, 5, 7, channels);
                int[] values = labelFile.labels(10);
                try (ImageSet back =
                        ImageSet.labeled("x", Split.TEST, imageFile.images(Slice.ALL), values, DigitClasses.NAMES)) {
                    assertThat(back.sha256()).isEqualTo(set.sha256());
                }
            }
        }
    }

    @Test
    void moreThanABlockOfData_isReadBack() {
        Path images = folder.resolve("many");
        try (ImageSet set = set(15_000, 3, 10)) { // 1.6 MB
            IdxWriter.writeImages(set, images);
            try (IdxReader reader = IdxReader.open(images)) {
                assertThat(Tensors.bytes(reader.images(Slice.ALL))).isEqualTo(Tensors.bytes(set.images()));
            }
        }
    }

    @Test
    void theSameSet_givesTheSameBytes() throws IOException {
        try (ImageSet set = set(20, 1, 10)) {
            IdxWriter.write(set, folder.resolve("a.gz"), folder.resolve("b.gz"));
            IdxWriter.write(set, folder.resolve("c.gz"), folder.resolve("d.gz"));
        }
        assertThat(folder.resolve("a.gz")).hasSameBinaryContentAs(folder.resolve("c.gz"));
        assertThat(folder.resolve("b.gz")).hasSameBinaryContentAs(folder.resolve("d.gz"));
    }

    @Test
    void nothingIsPutInPlace_unlessBothFilesCanBeWritten() throws IOException {
        Path images = folder.resolve("images.gz");
        Files.writeString(images, "older");
        try (ImageSet set = set(20, 1, 10)) {
            assertThatThrownBy(() -> IdxWriter.write(set, images, folder.resolve("missing/labels.gz")))
                    .isInstanceOf(FileException.class)
                    .hasMessageContaining("labels.gz: cannot be written: no folder");
        }
        assertThat(images).hasContent("older");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(images);
        }
    }

    @Test
    void aFolderInPlaceOfTheFile_andOneNameForBoth_areRefused() {
        try (ImageSet set = set(20, 1, 10)) {
            assertThatThrownBy(() -> IdxWriter.writeImages(set, folder)).hasMessageContaining("is a folder");
            assertThatThrownBy(() -> IdxWriter.write(set, folder.resolve("a"), folder.resolve("b/../a")))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("images and labels need separate files");
        }
    }

    @Test
    void aLabelThatNeedsMoreThanAByte_isRefusedBeforeAnythingIsWritten() {
        try (ImageSet set = set(20, 1, 300)) {
            assertThatThrownBy(() -> IdxWriter.write(set, folder.resolve("a"), folder.resolve("b")))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("does not fit IDX, which holds 0 to 255");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anUnlabelledSet_canBeWrittenWithoutLabelsOnly() {
        try (ImageSet set = ImageSet.unlabeled("mine", Split.TRAIN, Tensors.ofBytes(new byte[32], 2, 4, 4, 1))) {
            assertThatThrownBy(() -> IdxWriter.write(set, folder.resolve("a"), folder.resolve("b")))
                    .hasMessageContaining("has no labels");
            IdxWriter.writeImages(set, folder.resolve("a"));
        }
        assertThat(folder.resolve("a")).isRegularFile();
    }

    @Test
    void names_areThoseOfTheCatalogue_andSafe() {
        try (ImageSet grey = ImageSet.unlabeled("printed", Split.TRAIN, Tensors.ofBytes(new byte[16], 1, 4, 4, 1));
                ImageSet colour =
                        ImageSet.unlabeled("a/b[:5]", Split.TEST, Tensors.ofBytes(new byte[48], 1, 4, 4, 3))) {
            assertThat(IdxWriter.names(grey))
                    .containsExactly("printed-train-images-idx3-ubyte.gz", "printed-train-labels-idx1-ubyte.gz");
            assertThat(IdxWriter.names(colour))
                    .containsExactly("a_b_5_-test-images-idx4-ubyte.gz", "a_b_5_-test-labels-idx1-ubyte.gz");
        }
    }

    /** Random pixels of 5 x 7; the last image has the last label. */
    private static ImageSet set(int count, int channels, int classes) {
        byte[] pixels = new byte[count * 35 * channels];
        new Random(1).nextBytes(pixels);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (classes - 1) * i / (count - 1);
        }
        return ImageSet.labeled(
                "x",
                Split.TEST,
                Tensors.ofBytes(pixels, count, 5, 7, channels),
                labels,
                Collections.nCopies(classes, "c"));
    }
}

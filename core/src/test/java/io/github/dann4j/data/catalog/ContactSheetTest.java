package io.github.dann4j.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.DigitClasses;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.files.FileException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {
    @TempDir
    Path folder;

    @Test
    void aSheet_showsTheFirstImagesInRows_magnifiedAndLabelled() throws IOException {
        Path file = folder.resolve("sheet.png");
        try (ImageSet set = set(7)) {
            new ContactSheet(6, 4, null).write(set, file);
        }
        BufferedImage sheet = ImageIO.read(file.toFile());
        // Four columns of 64 pixels, gaps of 6, two rows with a line of text each.
        assertThat(sheet.getWidth()).isEqualTo(6 + 4 * 70);
        assertThat(sheet.getHeight()).isEqualTo(6 + 2 * (64 + 16 + 6));
        for (int i = 0; i < 6; i++) {
            int x = 6 + i % 4 * 70;
            int y = 6 + i / 4 * 86;
            assertThat(sheet.getRGB(x, y) & 0xffffff).isEqualTo(0x010000 * (30 * i) + 0x0000ff);
            assertThat(sheet.getRGB(x + 63, y + 63) & 0xffffff).isEqualTo(0x010000 * (30 * i) + 0x0000ff);
            assertThat(ink(sheet, x, y + 64, 64, 16)).as("label of image %d", i).isPositive();
        }
        assertThat(ink(sheet, 6 + 2 * 70, 6 + 86, 140, 80)).as("the empty rest").isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aSeed_choosesImagesTheSameWayTwice_andAnotherOnesOthers() {
        try (ImageSet set = set(8)) {
            BufferedImage first = new ContactSheet(4, 4, 1L).draw(set);
            assertThat(reds(new ContactSheet(4, 4, 1L).draw(set)))
                    .isEqualTo(reds(first))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(reds(new ContactSheet(4, 4, 2L).draw(set))).isNotEqualTo(reds(first));
        }
    }

    @Test
    void aSetSmallerThanTheSheet_isShownWhole_andAnUnlabelledOneWithoutText() {
        try (ImageSet set = ImageSet.unlabeled("mine", Split.TRAIN, Tensors.ofBytes(new byte[2 * 256], 2, 16, 16, 1))) {
            BufferedImage sheet = new ContactSheet(100, 10, null).draw(set);
            assertThat(List.of(sheet.getWidth(), sheet.getHeight())).containsExactly(6 + 2 * 70, 6 + 70);
        }
    }

    @Test
    void longNames_stayBelowTheirImage() {
        byte[] pixels = new byte[2 * 64];
        try (ImageSet set = ImageSet.labeled(
                "signs",
                Split.TRAIN,
                Tensors.ofBytes(pixels, 2, 8, 8, 1),
                new int[] {0, 1},
                List.of("end of no overtaking by lorries \u2192 \ud83d\ude97", ""))) {
            BufferedImage sheet = new ContactSheet(2, 2, null).draw(set);
            assertThat(ink(sheet, 6, 70, 64, 16)).isPositive();
            assertThat(ink(sheet, 70, 70, 76, 16)).isZero();
        }
    }

    @Test
    void anUnwritableFile_isOneLine_andSettingsOutOfRangeAreRefused() {
        try (ImageSet set = set(2)) {
            assertThatThrownBy(() -> new ContactSheet(2, 2, null).write(set, folder.resolve("no/sheet.png")))
                    .isInstanceOf(FileException.class)
                    .hasMessageContaining("sheet.png: cannot be written: no folder");
        }
        assertThatThrownBy(() -> new ContactSheet(0, 2, null)).hasMessageContaining("1 to 10000 images, got 0");
        assertThatThrownBy(() -> new ContactSheet(1, 0, null)).hasMessageContaining("1 to 200 columns, got 0");
    }

    /** Images of 16 x 16 pixels of one colour each: red 30 i, no green, blue 255. */
    private static ImageSet set(int count) {
        byte[] pixels = new byte[count * 256 * 3];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            for (int at = 0; at < 256; at++) {
                pixels[3 * (256 * i + at)] = (byte) (30 * i);
                pixels[3 * (256 * i + at) + 2] = (byte) 255;
            }
            labels[i] = i % 10;
        }
        return ImageSet.labeled(
                "x", Split.TRAIN, Tensors.ofBytes(pixels, count, 16, 16, 3), labels, DigitClasses.NAMES);
    }

    private static List<Integer> reds(BufferedImage sheet) {
        return Stream.of(0, 1, 2, 3)
                .map(i -> sheet.getRGB(6 + 70 * i, 6) >> 16 & 0xff)
                .toList();
    }

    private static int ink(BufferedImage sheet, int x, int y, int width, int height) {
        int ink = 0;
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                ink += (sheet.getRGB(column, row) & 0xff) < 128 ? 1 : 0;
            }
        }
        return ink;
    }
}

package io.github.dann4j.data.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedDigitsTest {
    private static final DataLocation NOWHERE = new DataLocation(List.of());

    /**
     * The checksums are the same on every machine and Java release, so results of different machines can be compared. A
     * change of a generator's settings changes them, and with them every number measured before.
     */
    @Test
    void everySetIsTheSameOnEveryMachine() {
        assertThat(sum("printed", Split.TRAIN, 100, 0)).startsWith("00a961213c33f9e8");
        assertThat(sum("textured", Split.TRAIN, 100, 0)).startsWith("807f76bee6556f19");
        assertThat(sum("syn-numbers", Split.TRAIN, 100, 0)).startsWith("e221a18e2d2c5717");
    }

    @ParameterizedTest
    @ValueSource(strings = {"printed", "textured", "syn-numbers"})
    void twoRunsDrawTheSameBytes_anotherSeedOrSplitOthers(String name) {
        String first = sum(name, Split.TRAIN, 300, 3);

        assertThat(sum(name, Split.TRAIN, 300, 3)).isEqualTo(first);
        assertThat(sum(name, Split.TRAIN, 300, 4)).isNotEqualTo(first);
        assertThat(sum(name, Split.TEST, 300, 3)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"printed", "textured", "syn-numbers"})
    void aSmallerSetIsTheBeginningOfALargerOne_andASliceAPartOfIt(String name) {
        try (ImageSet large = open(name, Split.TRAIN, 2_100, 0);
                ImageSet small = open(name, Split.TRAIN, 130, 0);
                ImageSet end = open(name + "[2047:2053]", Split.TRAIN, 2_100, 0)) {
            byte[] all = Tensors.bytes(large.images());
            int imageBytes = all.length / 2_100;
            assertThat(Tensors.bytes(small.images())).isEqualTo(Arrays.copyOf(all, 130 * imageBytes));
            assertThat(Tensors.bytes(end.images()))
                    .isEqualTo(Arrays.copyOfRange(all, 2_047 * imageBytes, 2_053 * imageBytes));
            assertThat(Tensors.longs(end.labels()))
                    .isEqualTo(Arrays.copyOfRange(Tensors.longs(large.labels()), 2_047, 2_053));
        }
    }

    @Test
    void noImageOccursTwice_neitherInASplitNorInBoth() {
        Set<String> seen = new HashSet<>();
        for (Split split : Split.values()) {
            try (ImageSet set = open("printed", split, 1_000, 0)) {
                byte[] all = Tensors.bytes(set.images());
                for (int i = 0; i < 1_000; i++) {
                    seen.add(Arrays.toString(Arrays.copyOfRange(all, 1_024 * i, 1_024 * (i + 1))));
                }
            }
        }
        assertThat(seen).hasSize(2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"printed", "textured", "syn-numbers"})
    void everyTenImagesHoldEveryClassOnce(String name) {
        try (ImageSet set = open(name, Split.TEST, 40, 5)) {
            long[] labels = Tensors.longs(set.labels());
            for (int block = 0; block < 4; block++) {
                assertThat(Arrays.copyOfRange(labels, 10 * block, 10 * block + 10))
                        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            }
            assertThat(Arrays.copyOf(labels, 10)).isNotEqualTo(Arrays.copyOfRange(labels, 10, 20));
        }
    }

    @Test
    void sliceBeyondTheEnd_saysHowManyThereAre() {
        assertThatThrownBy(() -> open("syn-numbers[:101]", Split.TRAIN, 100, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("exceeds its 100 examples");
    }

    @Test
    void printedDigits_areDarkOnLight() {
        try (ImageSet set = open("printed", Split.TRAIN, 200, 0)) {
            assertThat(List.of(set.height(), set.width(), set.channels())).containsExactly(32, 32, 1);
            byte[] all = Tensors.bytes(set.images());
            for (int i = 0; i < 200; i++) {
                int corner = all[1_024 * i] & 0xff;
                int darkest = 255;
                for (int at = 0; at < 1_024; at++) {
                    darkest = Math.min(darkest, all[1_024 * i + at] & 0xff);
                }
                assertThat(corner).as("paper of image %d", i).isGreaterThan(190);
                assertThat(darkest).as("ink of image %d", i).isLessThan(140);
            }
        }
    }

    @Test
    void synNumbers_haveVisibleContrastInEveryImage() {
        try (ImageSet set = open("syn-numbers", Split.TRAIN, 300, 0)) {
            assertThat(List.of(set.height(), set.width(), set.channels())).containsExactly(32, 32, 3);
            byte[] all = Tensors.bytes(set.images());
            for (int i = 0; i < 300; i++) {
                double low = 255;
                double high = 0;
                for (int at = 3_072 * i; at < 3_072 * (i + 1); at += 3) {
                    double luma =
                            0.299 * (all[at] & 0xff) + 0.587 * (all[at + 1] & 0xff) + 0.114 * (all[at + 2] & 0xff);
                    low = Math.min(low, luma);
                    high = Math.max(high, luma);
                }
                // Blur takes part of the contrast of 45 away from thin strokes.
                assertThat(high - low).as("luma range of image %d", i).isGreaterThan(15);
            }
        }
    }

    @Test
    void difficultyZero_isGreyAndDarkOnLight() {
        GeneratedSize size = new GeneratedSize(50, 1, 0);
        try (ImageSet numbers = SynNumbers.standard().withDifficulty(0).images("easy", Split.TRAIN, size);
                ImageSet blended = TexturedDigits.standard().withDifficulty(0).images("easy", Split.TRAIN, size)) {
            for (ImageSet set : List.of(numbers, blended)) {
                byte[] all = Tensors.bytes(set.images());
                int coloured = 0;
                for (int at = 0; at < all.length; at += 3) {
                    coloured += all[at] == all[at + 1] && all[at] == all[at + 2] ? 0 : 1;
                }
                assertThat(coloured).as("coloured pixels").isZero();
            }
            assertThat(Tensors.bytes(blended.images())[0]).isEqualTo((byte) 255);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void difficultyOutsideZeroToOne_isRefused(double difficulty) {
        assertThatThrownBy(() -> SynNumbers.standard().withDifficulty(difficulty))
                .hasMessageContaining("difficulty must be 0 to 1, got " + difficulty);
        assertThatThrownBy(() -> TexturedDigits.standard().withDifficulty(difficulty))
                .hasMessageContaining("difficulty must be 0 to 1, got " + difficulty);
    }

    @Test
    void settingsOutsideTheirRange_areRefusedByName() {
        assertThatThrownBy(() -> new Range(2, 1)).hasMessageContaining("low <= high, got 2.0 to 1.0");
        assertThatThrownBy(() -> new Placement(
                        new Range(1, 20), new Range(1, 1), new Range(0, 0), new Range(0, 0), new Range(0, 0)))
                .hasMessageContaining("height must be within 4.0 to 64.0, got 1.0 to 20.0");
        assertThatThrownBy(() -> new GeneratedSize(0, 1, 0))
                .hasMessageContaining("train size must be 1 to 10000000, got 0");
        assertThatThrownBy(() -> new GeneratedSize(1, Integer.MAX_VALUE, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("test size must be 1 to 10000000, got 2147483647");
    }

    private static ImageSet open(String name, Split split, int count, long seed) {
        return DataCatalog.open(name, split, NOWHERE, new GeneratedSize(count, count, seed));
    }

    private static String sum(String name, Split split, int count, long seed) {
        try (ImageSet set = open(name, split, count, seed)) {
            return set.sha256();
        }
    }
}

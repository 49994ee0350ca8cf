package io.github.dann4j.data.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinningTest {
    private static final DataLocation NOWHERE = DataLocation.of(null);
    private static final GeneratedSize SMALL = new GeneratedSize(100, 50, 0);

    @Test
    void thinnedClasses_keepTheirShare_othersAll() {
        try (ImageSet set = DataCatalog.open("printed%0-4=0.2", Split.TRAIN, NOWHERE, SMALL);
                ImageSet test = DataCatalog.open("printed%0-4=0.2", Split.TEST, NOWHERE, SMALL)) {
            assertThat(set.classCounts()).containsExactly(2, 2, 2, 2, 2, 10, 10, 10, 10, 10);
            assertThat(test.classCounts()).containsExactly(1, 1, 1, 1, 1, 5, 5, 5, 5, 5);
            assertThat(set.name()).isEqualTo("printed%0-4=0.2");
        }
    }

    @Test
    void keptImages_areThoseOfTheirLabels_spreadEvenly() {
        byte[] pixels = new byte[40];
        int[] labels = new int[10];
        for (int i = 0; i < 10; i++) {
            java.util.Arrays.fill(pixels, 4 * i, 4 * i + 4, (byte) i);
            labels[i] = i % 2;
        }
        try (ImageSet set = ImageSet.labeled(
                        "x", Split.TRAIN, Tensors.ofBytes(pixels, 10, 2, 2, 1), labels, List.of("even", "odd"));
                ImageSet thinned = (ImageSet) new Thinning(List.of(new Thinning.Part(1, 1, 0.4))).of(set)) {
            assertThat(Tensors.longs(thinned.labels())).containsExactly(0, 0, 0, 1, 0, 0, 1);
            byte[] kept = Tensors.bytes(thinned.images());
            assertThat(List.of(kept[0], kept[4], kept[8], kept[12], kept[16], kept[20], kept[24]))
                    .containsExactly((byte) 0, (byte) 2, (byte) 4, (byte) 5, (byte) 6, (byte) 8, (byte) 9);
        }
    }

    @Test
    void classes_areThinnedEachInItsOwnWay() {
        String name = "printed%0-4=0.2,7=0.5,4=1";
        try (ImageSet set = DataCatalog.open(name, Split.TRAIN, NOWHERE, SMALL)) {
            assertThat(set.classCounts()).containsExactly(2, 2, 2, 2, 10, 10, 10, 5, 10, 10);
            assertThat(set.name()).isEqualTo("printed%0-4=0.2,7=0.5,4=1");
        }
    }

    @Test
    void sliceAndThinning_goTogether() {
        try (ImageSet set = DataCatalog.open("printed[:50]%5-9=0.4", Split.TRAIN, NOWHERE, SMALL)) {
            assertThat(set.classCounts()).containsExactly(5, 5, 5, 5, 5, 2, 2, 2, 2, 2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "printed%, thinned classes are written",
        "'printed%3=0.5,', thinned classes are written",
        "printed%3:0.5, thinned classes are written",
        "printed%4-3=0.5, must not come after",
        "printed%0-4=0, more than 0 and at most 1",
        "printed%0-4=1.5, more than 0 and at most 1",
        "printed%0-10=0.5, has classes 0 to 9",
        "printed%0-4=0.01, contains no image"
    })
    void impossibleThinning_isRefused(String name, String rule) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCatalog.open(
                        name.equals("printed%0-4=0.01") ? "printed[:5]%0-9=0.01" : name, Split.TRAIN, NOWHERE, SMALL))
                .withMessageContaining(rule);
    }
}

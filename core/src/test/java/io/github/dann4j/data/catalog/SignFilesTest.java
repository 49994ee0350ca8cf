package io.github.dann4j.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.IdxBytes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignFilesTest {
    private static final SignFiles QUARTER = new SignFiles("images", "labels", "tracks", 0.25);

    /** 43 classes of 48 images in 16 tracks each. */
    private final int[] labels = IntStream.range(0, 43 * 48).map(i -> i / 48).toArray();

    private final int[] tracks = IntStream.range(0, 43 * 48).map(i -> i % 16).toArray();

    @Test
    void theSplits_shareNoTrack_andLoseNoImage() {
        int[] train = QUARTER.rows(labels, tracks, Split.TRAIN);
        int[] test = QUARTER.rows(labels, tracks, Split.TEST);

        assertThat(groups(test)).doesNotContainAnyElementsOf(groups(train));
        assertThat(IntStream.concat(Arrays.stream(train), Arrays.stream(test))
                        .sorted()
                        .toArray())
                .isEqualTo(IntStream.range(0, labels.length).toArray());
        assertThat(test).isSorted().hasSize(labels.length / 4);
    }

    @Test
    void everyClass_isInBothSplits() {
        for (Split split : Split.values()) {
            assertThat(Arrays.stream(QUARTER.rows(labels, tracks, split))
                            .map(row -> labels[row])
                            .distinct()
                            .count())
                    .isEqualTo(43);
        }
    }

    @Test
    void theSplit_isTheSameEveryTime_andNotThatOfTheNeighbouringClass() {
        assertThat(QUARTER.rows(labels, tracks, Split.TEST)).isEqualTo(QUARTER.rows(labels, tracks, Split.TEST));
        assertThat(tracksOf(0)).isNotEqualTo(tracksOf(1));
    }

    @Test
    void aTrackFileOfAnotherLength_isRefused(@TempDir Path folder) {
        IdxBytes.write(
                folder.resolve("signs/gtsrb-images-idx4-ubyte"),
                IdxBytes.of(new int[] {0x804, 4, 1, 1, 3}, new byte[12]));
        IdxBytes.write(folder.resolve("signs/gtsrb-labels-idx1-ubyte"), IdxBytes.labels(0, 0, 0, 0));
        IdxBytes.write(folder.resolve("signs/gtsrb-tracks-idx1-ubyte"), IdxBytes.labels(0, 1, 2));
        DataLocation where = new DataLocation(List.of(new DataLocation.Place(folder, "--data")));

        assertThatThrownBy(() -> DataCatalog.open("gtsrb", Split.TRAIN, where))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("gtsrb-tracks-idx1-ubyte contains 3");

        IdxBytes.write(folder.resolve("signs/gtsrb-tracks-idx1-ubyte"), IdxBytes.labels(0, 1, 2, 255));
        try (ImageSet train = DataCatalog.open("gtsrb", Split.TRAIN, where);
                ImageSet test = DataCatalog.open("gtsrb", Split.TEST, where);
                ImageSet slice = DataCatalog.open("gtsrb[:2]", Split.TRAIN, where)) {
            assertThat(List.of(train.size(), test.size(), slice.size())).containsExactly(3, 1, 2);
        }
    }

    private Set<Integer> groups(int[] rows) {
        Set<Integer> groups = new HashSet<>();
        for (int row : rows) {
            groups.add(100 * labels[row] + tracks[row]);
        }
        return groups;
    }

    private Set<Integer> tracksOf(int label) {
        Set<Integer> found = new HashSet<>();
        for (int row : QUARTER.rows(labels, tracks, Split.TEST)) {
            if (labels[row] == label) {
                found.add(tracks[row]);
            }
        }
        return found;
    }
}

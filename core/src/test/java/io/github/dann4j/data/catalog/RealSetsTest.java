package io.github.dann4j.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.IdxReader;
import io.github.dann4j.engine.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The public datasets, if their files are available: the counts are those that their publishers state. */
class RealSetsTest {
    private DataLocation where;

    @BeforeEach
    void findTheFiles() {
        Path folder = folder();
        assumeTrue(folder != null, "no data folder: name one by " + DataLocation.VARIABLE);
        where = new DataLocation(List.of(new DataLocation.Place(folder, "test")));
    }

    @ParameterizedTest
    @CsvSource({
        "mnist, TRAIN, 28, 1, 5923 6742 5958 6131 5842 5421 5918 6265 5851 5949",
        "mnist, TEST, 28, 1, 980 1135 1032 1010 982 892 958 1028 974 1009",
        "mnist-m, TRAIN, 32, 3, 1994 2281 1929 2076 1945 1775 1971 2093 1922 2014",
        "mnist-m, TEST, 32, 3, 878 1016 933 908 890 807 856 914 880 919",
        "svhn, TRAIN, 32, 3, 315 871 603 507 463 428 326 321 326 274",
        "svhn, TEST, 32, 3, 70 185 164 115 92 83 86 79 60 66",
        "usps, TRAIN, 16, 1, 1194 1005 731 658 652 556 664 645 542 644",
        "usps, TEST, 16, 1, 359 264 198 166 200 160 170 147 166 177"
    })
    void digitSets_haveTheStatedCounts(String name, Split split, int side, int channels, String counts) {
        int[] expected =
                Arrays.stream(counts.split(" ")).mapToInt(Integer::parseInt).toArray();
        try (ImageSet set = open(name, split)) {
            assertThat(List.of(set.height(), set.width(), set.channels())).containsExactly(side, side, channels);
            assertThat(set.classCounts()).isEqualTo(expected);
            assertThat(set.size()).isEqualTo(Arrays.stream(expected).sum());
        }
    }

    @Test
    void mnistM_showsTheDigitsOfMnistInTheSameOrder() {
        try (ImageSet digits = open("mnist[:20000]", Split.TRAIN);
                ImageSet blended = open("mnist-m[:20000]", Split.TRAIN)) {
            assertThat(Tensors.longs(blended.labels())).isEqualTo(Tensors.longs(digits.labels()));
        }
    }

    @ParameterizedTest
    @CsvSource({"syn-signs, 29 59", "gtsrb, 46 47"})
    void signSets_areSplitWithEveryClassInBothParts(String name, String range) {
        int[] total = new int[43];
        for (Split split : Split.values()) {
            try (ImageSet set = open(name, split)) {
                assertThat(List.of(set.height(), set.width(), set.channels())).containsExactly(40, 40, 3);
                set.requireEveryClass();
                int[] counts = set.classCounts();
                for (int label = 0; label < 43; label++) {
                    total[label] += counts[label];
                }
            }
        }
        String[] ends = range.split(" ");
        assertThat(Arrays.stream(total).sum()).isEqualTo(2_000);
        assertThat(Arrays.stream(total).min()).hasValue(Integer.parseInt(ends[0]));
        assertThat(Arrays.stream(total).max()).hasValue(Integer.parseInt(ends[1]));
    }

    @Test
    void gtsrb_hasNoTrackInBothParts() {
        Path signs = where.places().get(0).folder().resolve("signs");
        assumeTrue(Files.isDirectory(signs), "no folder " + signs);
        try (IdxReader labelFile = IdxReader.open(signs.resolve("gtsrb-labels-idx1-ubyte.gz"));
                IdxReader trackFile = IdxReader.open(signs.resolve("gtsrb-tracks-idx1-ubyte.gz"))) {
            int[] labels = labelFile.labels(43);
            int[] tracks = trackFile.labels(256);
            SignFiles sets = new SignFiles("images", "labels", "tracks", 0.25);
            Set<Integer> train = tracks(sets.rows(labels, tracks, Split.TRAIN), labels, tracks);
            Set<Integer> test = tracks(sets.rows(labels, tracks, Split.TEST), labels, tracks);
            assertThat(test).doesNotContainAnyElementsOf(train);
            assertThat(train.size() + test.size()).isEqualTo(885);
        }
    }

    private static Set<Integer> tracks(int[] rows, int[] labels, int[] tracks) {
        return Arrays.stream(rows)
                .mapToObj(row -> 256 * labels[row] + tracks[row])
                .collect(Collectors.toSet());
    }

    private ImageSet open(String name, Split split) {
        try {
            return DataCatalog.open(name, split, where);
        } catch (DataException e) {
            // A folder may contain only some of the datasets.
            assumeTrue(!e.getMessage().contains("no file"), e.getMessage());
            throw e;
        }
    }

    /** Returns the folder of the environment variable, or {@code shared/data} beside the project. */
    private static @org.jspecify.annotations.Nullable Path folder() {
        String named = System.getenv(DataLocation.VARIABLE);
        Path here = Path.of("").toAbsolutePath();
        return Stream.concat(
                        Stream.ofNullable(named).filter(text -> !text.isBlank()).map(Path::of),
                        Stream.iterate(here, parent -> parent != null, Path::getParent)
                                .limit(4)
                                .map(parent -> parent.resolve("shared").resolve("data")))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
    }
}

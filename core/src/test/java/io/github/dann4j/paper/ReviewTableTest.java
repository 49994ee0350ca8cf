package io.github.dann4j.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewTableTest {
    private static final ReviewPair ONE = new ReviewPair(ReviewDomain.BOOKS, ReviewDomain.DVD);
    private static final ReviewPair BACK = new ReviewPair(ReviewDomain.DVD, ReviewDomain.BOOKS);
    private static final ReviewSettings SETTINGS =
            new ReviewSettings(ReviewInput.COUNTS, List.of(BACK, ONE), List.of(1L, 2L), 8, 0.1, 0.01, 12, false);

    @TempDir
    private Path temp;

    private DataLocation where;

    /** Notes what happens. */
    private static final class Log implements ReviewListener {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void tested(ReviewPair pair, String what, double accuracy) {
            lines.add(pair.label() + " " + what);
        }

        @Override
        public void finished(ReviewRecord record, boolean resumed) {
            lines.add(record.pair().label() + (resumed ? " resumed" : " finished"));
        }
    }

    @BeforeEach
    void writeReviews() throws IOException {
        where = TinyReviews.in(temp.resolve("data"));
    }

    private TableRecord compute(ReviewSettings settings, int threads, Log log) {
        return ReviewTable.compute(settings, where, temp.resolve("out"), threads, log);
    }

    @Test
    void table_hasEveryMethodOfEveryPair_withThePapersFigures() {
        TableRecord table = compute(SETTINGS, 1, new Log());

        assertThat(table.pairs()).extracting(ReviewRecord::pair).containsExactly(BACK, ONE);
        assertThat(table.pairs()).allSatisfy(pair -> {
            assertThat(pair.of(ReviewMethod.DANN).accuracies()).hasSize(2);
            assertThat(pair.of(ReviewMethod.NN).mean()).isGreaterThan(0.7);
            assertThat(pair.of(ReviewMethod.SVM).accuracies()).hasSize(1);
            assertThat(pair.of(ReviewMethod.SVM).mean()).isGreaterThan(0.7);
        });
        assertThat(table.mean(ReviewMethod.DANN).published()).isEqualTo((78.4 + 72.3) / 2, within(1e-9));
        assertThat(table.tests())
                .extracting(TableRecord.Test::first, TableRecord.Test::second)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(ReviewMethod.DANN, ReviewMethod.NN),
                        org.assertj.core.groups.Tuple.tuple(ReviewMethod.DANN, ReviewMethod.SVM),
                        org.assertj.core.groups.Tuple.tuple(ReviewMethod.NN, ReviewMethod.SVM));
        assertThat(temp.resolve("out").resolve("table.json")).isRegularFile();
    }

    @Test
    void interruptedTable_continues_withTheSameFigures() throws IOException {
        TableRecord first = compute(SETTINGS, 1, new Log());
        Files.delete(temp.resolve("out").resolve("dvd-books.json"));
        Log log = new Log();
        TableRecord again = compute(SETTINGS, 2, log);

        assertThat(log.lines)
                .startsWith("books-dvd resumed")
                .endsWith("dvd-books finished")
                .hasSize(2 + 5);
        assertThat(again.means()).isEqualTo(first.means());
        assertThat(again.tests()).isEqualTo(first.tests());
        assertThat(again.pairs().get(1)).isEqualTo(first.pairs().get(1));
    }

    @Test
    void folderOfOtherSettings_isRefused() {
        compute(SETTINGS, 1, new Log());
        ReviewSettings others =
                new ReviewSettings(ReviewInput.COUNTS, List.of(ONE), List.of(1L), 8, 0.1, 0.01, 12, false);

        assertThatThrownBy(() -> compute(others, 1, new Log()))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("books-dvd.json: was computed with other settings")
                .hasMessageContaining("another --out");
    }

    @Test
    void missingReviews_areNamed() {
        ReviewSettings settings = new ReviewSettings(
                ReviewInput.COUNTS,
                List.of(new ReviewPair(ReviewDomain.KITCHEN, ReviewDomain.DVD)),
                List.of(1L),
                8,
                0.1,
                0.01,
                2,
                false);
        assertThatThrownBy(() -> compute(settings, 1, new Log()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("amazon-kitchen");
    }

    @Test
    void grid_choosesFromThePapersValues() {
        ReviewSettings settings =
                new ReviewSettings(ReviewInput.COUNTS, List.of(ONE), List.of(1L), 8, 0.1, 0.01, 2, true);
        ReviewRecord record = compute(settings, 1, new Log()).pairs().get(0);

        assertThat(ReviewSettings.GRID_LAMBDA)
                .contains(record.of(ReviewMethod.DANN).lambda());
        assertThat(ReviewSettings.GRID_HIDDEN)
                .contains(
                        record.of(ReviewMethod.DANN).hidden(),
                        record.of(ReviewMethod.NN).hidden());
    }

    @Test
    void distances_areThoseOfRowsAndHiddenLayers() {
        List<DistanceRecord.OfPair> done = new ArrayList<>();
        DistanceRecord record = Distances.measure(SETTINGS, where, 1, done::add);

        assertThat(record.pairs()).extracting(DistanceRecord.OfPair::pair).containsExactly(BACK, ONE);
        assertThat(done).hasSize(2);
        assertThat(record.pairs()).allSatisfy(pair -> {
            assertThat(pair.input()).isBetween(1.5, 2.0);
            assertThat(pair.nn()).isBetween(0.0, 2.0);
        });
        assertThat(record.pairs().get(0).input())
                .isEqualTo(record.pairs().get(1).input());
    }
}

package io.github.dann4j.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table on mSDA features: five layers of 5,000 columns. */
class ReviewTableIT {
    @TempDir
    private Path temp;

    @Test
    void msda_learnsOnceForBothDirections_andBeatsChance() throws IOException {
        ReviewPair one = new ReviewPair(ReviewDomain.BOOKS, ReviewDomain.DVD);
        ReviewPair back = new ReviewPair(ReviewDomain.DVD, ReviewDomain.BOOKS);
        ReviewSettings settings =
                new ReviewSettings(ReviewInput.MSDA, List.of(one, back), List.of(1L), 8, 0.1, 0.003, 10, false);
        int[] learned = {0};
        TableRecord table = ReviewTable.compute(
                settings, TinyReviews.in(temp.resolve("data")), temp.resolve("out"), 1, new ReviewListener() {
                    @Override
                    public void part(ReviewPair pair, String part) {
                        learned[0]++;
                    }
                });

        assertThat(learned[0]).isEqualTo(1);
        assertThat(table.means())
                .allSatisfy(mean ->
                        assertThat(mean.accuracy()).as(mean.method().name()).isGreaterThan(0.7));
    }
}

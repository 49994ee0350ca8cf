package io.github.dann4j.shallow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SubspaceAlignmentTest {
    private static double[][] rows(long seed, double turn) {
        Random random = new Random(seed);
        double[][] rows = new double[80][5];
        for (int i = 0; i < rows.length; i++) {
            double common = 3 * random.nextGaussian() + (i % 2 == 0 ? 4 : -4);
            for (int column = 0; column < 4; column++) {
                rows[i][column] = common * Math.cos(column + turn) + 0.3 * random.nextGaussian();
            }
        }
        return rows; // the last column is constant
    }

    @Test
    void oneDomain_isOnlyProjected() {
        SubspaceAlignment aligned = SubspaceAlignment.of(rows(1, 0), rows(1, 0), 2);

        for (int i = 0; i < 80; i++) {
            assertThat(aligned.source()[i]).containsExactly(aligned.target()[i], within(1e-9));
        }
    }

    @Test
    void allDimensions_giveTheSourceInTheTargetsComponents() {
        SubspaceAlignment all = SubspaceAlignment.of(rows(1, 0), rows(2, 0.4), 5);
        double length = 0;
        for (double value : all.source()[3]) {
            length += value * value;
        }
        SubspaceAlignment same = SubspaceAlignment.of(rows(1, 0), rows(1, 0), 5);
        double expected = 0;
        for (double value : same.target()[3]) {
            expected += value * value;
        }
        assertThat(length).isEqualTo(expected, within(1e-9)); // a rotation
    }

    @Test
    void svmOfTheAlignedSource_classifiesATurnedTarget() {
        SubspaceAlignment aligned = SubspaceAlignment.of(rows(1, 0), rows(2, 0.4), 1);
        int[] labels = new int[80];
        for (int i = 0; i < 80; i++) {
            labels[i] = i % 2;
        }
        LinearSvm svm = LinearSvm.fit(SparseInput.of(aligned.source()), labels, 1);
        assertThat(svm.error(SparseInput.of(aligned.target()), labels)).isLessThan(0.2);
    }

    @Test
    void projected_areOtherRowsInTheSpaceOfTheTarget() {
        double[][] target = rows(2, 0.4);
        SubspaceAlignment aligned = SubspaceAlignment.of(rows(1, 0), target, 2);
        double[][] some = {target[7], target[3]};

        assertThat(aligned.projected(some)[0]).containsExactly(aligned.target()[7], within(1e-9));
        assertThat(aligned.projected(some)[1]).containsExactly(aligned.target()[3], within(1e-9));
        assertThatThrownBy(() -> aligned.projected(new double[][] {{1, 2}}))
                .isInstanceOf(ShallowException.class)
                .hasMessage("rows of 5 columns were aligned, got rows of 2");
    }

    @Test
    void tooManyDimensions_areRefused() {
        assertThatThrownBy(() -> SubspaceAlignment.of(rows(1, 0), rows(2, 0), 6))
                .isInstanceOf(ShallowException.class)
                .hasMessageContaining("1 to 5 dimensions");
    }
}

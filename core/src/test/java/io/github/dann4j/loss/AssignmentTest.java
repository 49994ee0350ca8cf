package io.github.dann4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void assignment_isTheCheapestOfAll(int n) {
        SplittableRandom random = new SplittableRandom(n);
        for (int round = 0; round < 20; round++) {
            float[][] cost = new float[n][n];
            for (float[] row : cost) {
                for (int j = 0; j < n; j++) {
                    row[j] = (float) (random.nextGaussian() * 3);
                }
            }
            long[] found = Assignment.of(cost);
            assertThat(Arrays.stream(found).distinct().count()).isEqualTo(n);
            assertThat(sum(cost, found)).isCloseTo(cheapest(cost, 0, new boolean[n]), within(1e-4));
        }
    }

    private static double sum(float[][] cost, long[] columns) {
        double sum = 0;
        for (int i = 0; i < cost.length; i++) {
            sum += cost[i][(int) columns[i]];
        }
        return sum;
    }

    /** Tries every permutation. */
    private static double cheapest(float[][] cost, int row, boolean[] used) {
        if (row == cost.length) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int j = 0; j < cost.length; j++) {
            if (!used[j]) {
                used[j] = true;
                best = Math.min(best, cost[row][j] + cheapest(cost, row + 1, used));
                used[j] = false;
            }
        }
        return best;
    }

    @Test
    void costsThatAreNotFinite_changeNoOrder() {
        assertThat(Assignment.of(new float[][] {{1, Float.NaN}, {0, 5}})).containsExactly(0, 1);
        assertThat(Assignment.of(new float[][] {{1, 0}, {0, 5}})).containsExactly(1, 0);
    }
}

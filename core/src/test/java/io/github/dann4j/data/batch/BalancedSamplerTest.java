package io.github.dann4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dann4j.data.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancedSamplerTest {
    private static final int CLASSES = 10;

    /** Class c has c + 1 images, ten times as many of the last class as of the first. */
    private static long[] labels() {
        List<Long> labels = new ArrayList<>();
        for (int c = 0; c < CLASSES; c++) {
            for (int i = 0; i <= c; i++) {
                labels.add((long) c);
            }
        }
        return labels.stream().mapToLong(Long::longValue).toArray();
    }

    private static int[] counts(long[] batch, long[] labels) {
        int[] counts = new int[CLASSES];
        for (long index : batch) {
            counts[(int) labels[(int) index]]++;
        }
        return counts;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 17, 40, 55})
    void everyClass_isAsFrequent_inABatchAndOverAll(int size) {
        long[] labels = labels();
        BalancedSampler sampler = new BalancedSampler(labels, CLASSES, size, 4);
        int[] sums = new int[CLASSES];
        for (int batch = 0; batch < 200; batch++) {
            int[] counts = counts(sampler.next(), labels);
            for (int c = 0; c < CLASSES; c++) {
                assertThat(counts[c]).isBetween(size / CLASSES, (size + CLASSES - 1) / CLASSES);
                sums[c] += counts[c];
            }
            int most = Arrays.stream(sums).max().orElseThrow();
            assertThat(most - Arrays.stream(sums).min().orElseThrow()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void theImagesOfAClass_comeInRounds() {
        long[] labels = labels();
        BalancedSampler sampler = new BalancedSampler(labels, CLASSES, 10, 4);
        List<Long> ofLast = new ArrayList<>();
        for (int batch = 0; batch < 30; batch++) {
            for (long index : sampler.next()) {
                if (labels[(int) index] == 9) {
                    ofLast.add(index);
                }
            }
        }
        assertThat(ofLast).hasSize(30);
        for (int round = 0; round < 3; round++) {
            assertThat(new HashSet<>(ofLast.subList(10 * round, 10 * round + 10)))
                    .hasSize(10);
        }
        assertThat(ofLast.subList(0, 10)).isNotEqualTo(ofLast.subList(10, 20));
    }

    @Test
    void classes_areMixed_soThatAWorkersPartOfABatchHasMoreThanSome() {
        long[] labels = labels();
        long[] batch = new BalancedSampler(labels, CLASSES, 40, 4).next();
        assertThat(counts(Arrays.copyOf(batch, 20), labels)).containsOnly(2);
        assertThat(batch).isNotEqualTo(new BalancedSampler(labels, CLASSES, 40, 5).next());
        assertThat(batch).isEqualTo(new BalancedSampler(labels, CLASSES, 40, 4).next());
    }

    @Test
    void classesWithoutImages_areLeftOut() {
        long[] labels = {0, 0, 0, 3, 3, 7};
        BalancedSampler sampler = new BalancedSampler(labels, CLASSES, 6, 4);
        assertThat(counts(sampler.next(), labels)).containsExactly(2, 0, 0, 2, 0, 0, 0, 2, 0, 0);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new BalancedSampler(new long[0], CLASSES, 6, 4))
                .withMessage("cannot draw a batch: none of the 10 classes has an image");
    }
}

package io.github.dann4j.data.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentShareTest {
    private static final ContentShare SHARE = new ContentShare(0.3, 7);

    @Test
    void anImage_staysWhereItIs_whateverElseComesOrGoes() {
        long[] all = sums(1, 600);
        Set<Long> test = test(SHARE, all);
        for (int round = 0; round < 20; round++) {
            Random random = new Random(round);
            long[] some = Arrays.stream(all).filter(sum -> random.nextBoolean()).toArray();
            long[] others = sums(100 + round, random.nextInt(500));
            long[] mixed = new long[some.length + others.length];
            System.arraycopy(others, 0, mixed, 0, others.length);
            System.arraycopy(some, 0, mixed, others.length, some.length);

            Set<Long> now = test(SHARE, mixed);

            for (long sum : some) {
                assertThat(now.contains(sum)).isEqualTo(test.contains(sum));
            }
        }
    }

    @Test
    void theShare_isCloseToWhatWasAsked() {
        assertThat(test(SHARE, sums(3, 10_000)).size()).isBetween(2_800, 3_200);
        assertThat(test(new ContentShare(0.05, 0), sums(3, 10_000)).size()).isBetween(420, 580);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.2, 0.99})
    void aClassOfTwoDifferentImages_hasOneInEachSplit(double share) {
        for (int size = 2; size < 8; size++) {
            for (int round = 0; round < 100; round++) {
                long[] sums = sums(round, size);
                assertThat(test(new ContentShare(share, 0), sums).size()).isBetween(1, size - 1);
            }
        }
    }

    @Test
    void copiesOfAnImage_areTogether_inOneClassAndInSeveral() {
        long[] once = sums(5, 40);
        long[] twice = Arrays.copyOf(once, 80);
        System.arraycopy(once, 0, twice, 40, 40);
        int[] labels = IntStream.range(0, 80).map(i -> i / 40).toArray();

        boolean[] test = SHARE.contains(labels, twice);

        assertThat(Arrays.copyOf(test, 40))
                .isEqualTo(Arrays.copyOfRange(test, 40, 80))
                .contains(true, false);
        assertThat(SHARE.contains(new int[3], new long[] {9, 9, 9})).containsOnly(false);
    }

    @Test
    void anotherSeed_drawsOthers() {
        long[] sums = sums(1, 100);
        assertThat(test(new ContentShare(0.3, 8), sums)).isNotEqualTo(test(SHARE, sums));
    }

    /** The draw must never change between versions: a split that was trained on must be found again. */
    @Test
    void theDraw_isTheOneOfTheFirstVersion() {
        assertThat(new ContentShare(0.5, 0)
                        .contains(
                                new int[12],
                                IntStream.range(0, 12).asLongStream().toArray()))
                .containsExactly(true, false, false, false, true, false, true, true, false, true, true, true);
    }

    private static Set<Long> test(ContentShare share, long[] sums) {
        boolean[] contained = share.contains(new int[sums.length], sums);
        return IntStream.range(0, sums.length)
                .filter(i -> contained[i])
                .mapToObj(i -> sums[i])
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static long[] sums(long seed, int count) {
        return new Random(seed).longs(count).toArray();
    }
}

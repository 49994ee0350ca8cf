package io.github.dann4j.choose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    @Test
    void fifteenPercent_areKept_andNoExampleIsInBoth() {
        HeldOut cut = HeldOut.of(200, null, 7);

        assertThat(cut.kept()).hasSize(30);
        assertThat(IntStream.concat(Arrays.stream(cut.kept()), Arrays.stream(cut.trained()))
                        .sorted()
                        .toArray())
                .isEqualTo(IntStream.range(0, 200).toArray());
    }

    @Test
    void manyExamples_keepTwoThousand() {
        assertThat(HeldOut.of(60_000, null, 1).kept()).hasSize(2000);
    }

    @Test
    void everyClass_keepsAnExampleToTrainOn() {
        long[] classes = new long[40];
        classes[3] = 1;
        classes[9] = 2;

        for (int seed = 0; seed < 50; seed++) {
            assertThat(HeldOut.of(40, classes, seed).trained()).contains(3, 9);
        }
    }

    @Test
    void oneClassEach_keepsNothing() {
        assertThat(HeldOut.of(3, new long[] {0, 1, 2}, 0).kept()).isEmpty();
    }

    @Test
    void sameSeed_drawsTheSame_anotherOneOthers() {
        assertThat(HeldOut.of(100, null, 4).kept())
                .isEqualTo(HeldOut.of(100, null, 4).kept());
        assertThat(HeldOut.of(100, null, 4).kept())
                .isNotEqualTo(HeldOut.of(100, null, 5).kept());
    }

    @Test
    void fewExamples_areRepeatedUntilABatchIsFull() {
        HeldOut cut = new HeldOut(new int[] {1, 4, 5}, new int[] {2});

        assertThat(cut.trainedAtLeast(8)).containsExactly(1, 4, 5, 1, 4, 5, 1, 4);
        assertThat(cut.trainedAtLeast(2)).containsExactly(1, 4, 5);
    }
}

package io.github.dann4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchNeedsTest {
    @Test
    void everyView_isABatchThroughTheNetwork() {
        BatchNeeds needs = BatchNeeds.BOTH.withSource(View.WEAK, View.STRONG).withTarget(View.WEAK, View.STRONG);

        assertThat(needs.batches()).isEqualTo(4);
        assertThat(BatchNeeds.BOTH.batches()).isEqualTo(2);
        assertThat(BatchNeeds.SOURCE.batches()).isEqualTo(1);
        assertThat(BatchNeeds.TARGET.usesSource()).isFalse();
        assertThat(BatchNeeds.SOURCE.usesTarget()).isFalse();
    }

    @Test
    void aStrongView_needsImages_aWeakOneDoesNot() {
        assertThat(BatchNeeds.BOTH.withTarget(View.WEAK, View.WEAK).needsImages())
                .isFalse();
        assertThat(BatchNeeds.BOTH.withTarget(View.WEAK, View.STRONG).needsImages())
                .isTrue();
        assertThat(BatchNeeds.BOTH.withSource(View.STRONG).needsImages()).isTrue();
    }

    @Test
    void aChange_leavesTheRest() {
        assertThat(BatchNeeds.BOTH.withBalancedSource().withTarget(View.STRONG))
                .isEqualTo(new BatchNeeds(List.of(View.WEAK), List.of(View.STRONG), true));
    }

    @Test
    void nothing_andABalanceOfNothing_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchNeeds.SOURCE.withSource())
                .withMessageContaining("got neither");
        assertThatIllegalArgumentException()
                .isThrownBy(BatchNeeds.TARGET::withBalancedSource)
                .withMessageContaining("needs a view of the source");
    }
}

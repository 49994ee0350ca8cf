package io.github.dann4j.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private final AtomicLong clock = new AtomicLong(17);

    private void pass(double seconds) {
        clock.addAndGet((long) (seconds * 1e9));
    }

    @Test
    void aSlowPart_borrowsFromTheQuickOnes_butLeavesThemThreeQuarters() {
        Allowance allowance = new Allowance(40, 4, clock::get);
        allowance.nextPart(); // 40 less 3 times 7.5
        allowance.nextTurn();
        pass(8);
        assertThat(allowance.hasAnotherTurn()).isTrue();
        allowance.nextTurn();
        pass(8);
        assertThat(allowance.hasAnotherTurn()).isFalse(); // would end at 24 s
        allowance.nextPart();
        allowance.nextTurn();
        pass(4);
        assertThat(allowance.hasAnotherTurn()).isTrue(); // at 20 s, until 25
        allowance.nextTurn();
        pass(5);
        assertThat(allowance.hasAnotherTurn()).isFalse();
    }

    @Test
    void withoutALimit_thereIsAlwaysAnotherTurn() {
        Allowance allowance = new Allowance(Double.POSITIVE_INFINITY, 1, clock::get);
        allowance.nextPart();
        allowance.nextTurn();
        pass(1e6);
        assertThat(allowance.hasAnotherTurn()).isTrue();
    }
}

package io.github.dann4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadsTest {
    private final int before = Threads.inUse();

    @AfterEach
    void restore() {
        Threads.use(before);
    }

    @Test
    void use_isInForce() {
        Threads.use(1);
        assertThat(Threads.inUse()).isEqualTo(1);
        Threads.use(2);
        assertThat(Threads.inUse()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void lessThanOne_isRefused(int threads) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threads.use(threads))
                .withMessage("threads must be at least 1, got " + threads);
    }
}

package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    private final List<Integer> exits = new CopyOnWriteArrayList<>();
    private final Interruption interruption = new Interruption(Thread.currentThread(), exits::add);
    private final Thread signal = new Thread(interruption::onSignal);

    @Test
    void commandThatEndsByItself_endsTheProcessWithItsCode() {
        interruption.end(2);

        assertThat(exits).containsExactly(2);
    }

    @Test
    void signal_waitsForTheCommandAndAloneEndsTheProcess() throws InterruptedException {
        signal.start();

        assertThatThrownBy(() -> TimeUnit.SECONDS.sleep(10)).isInstanceOf(InterruptedException.class);
        assertThat(signal.isAlive()).isTrue();
        interruption.end(Failures.INTERRUPTED);
        signal.join(10_000);

        assertThat(signal.isAlive()).isFalse();
        assertThat(exits).isEmpty();
    }

    @Test
    void signalAfterTheEnd_interruptsNothing() throws InterruptedException {
        interruption.end(0);
        signal.start();
        signal.join(10_000);

        assertThat(signal.isAlive()).isFalse();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(exits).containsExactly(0);
    }
}

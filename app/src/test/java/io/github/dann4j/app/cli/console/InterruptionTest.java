package io.github.dann4j.app.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    private final Interruption interruption = new Interruption(Thread.currentThread());
    private final Thread signal = new Thread(interruption::onSignal);

    /** Cleans up, because the thread of a failed test would otherwise end the process of all tests. */
    @AfterEach
    void letGo() {
        interruption.commandDone();
    }

    @Test
    void commandThatEndsByItself_isToEndTheProcess() {
        assertThat(interruption.commandDone()).isFalse();
    }

    @Test
    void signal_waitsForTheCommand_andEndsTheProcessItself() throws InterruptedException {
        signal.start();

        assertThatThrownBy(() -> TimeUnit.SECONDS.sleep(10)).isInstanceOf(InterruptedException.class);
        assertThat(signal.isAlive()).isTrue();
        assertThat(interruption.commandDone()).isTrue();
        signal.join(10_000);

        assertThat(signal.isAlive()).isFalse();
    }

    @Test
    void signalAfterTheEnd_interruptsNothing() throws InterruptedException {
        interruption.commandDone();
        signal.start();
        signal.join(10_000);

        assertThat(signal.isAlive()).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }
}

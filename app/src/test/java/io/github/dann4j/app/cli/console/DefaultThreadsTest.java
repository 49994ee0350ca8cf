package io.github.dann4j.app.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultThreadsTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    @Test
    void withoutSettings_allProcessorsCompute() {
        assertThat(CommonOptions.threadsOfThisWorker(Map.of())).isEqualTo(PROCESSORS);
    }

    @Test
    void theVariableOfOpenMp_setsTheDefault() {
        assertThat(CommonOptions.threadsOfThisWorker(Map.of("OMP_NUM_THREADS", "3")))
                .isEqualTo(3);
    }

    /** libgomp ignores such values too. */
    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "two", "3x", "5000"})
    void otherValues_areNoNumberOfThreads(String value) {
        assertThat(CommonOptions.threadsOfThisWorker(Map.of("OMP_NUM_THREADS", value)))
                .isEqualTo(PROCESSORS);
    }

    @Test
    void workersOnOneMachine_shareItsProcessors() {
        Map<String, String> second = Map.of(
                "RANK", "1",
                "WORLD_SIZE", "2",
                "LOCAL_RANK", "1",
                "LOCAL_WORLD_SIZE", "2",
                "MASTER_ADDR", "127.0.0.1",
                "MASTER_PORT", "29500");

        assertThat(CommonOptions.threadsOfThisWorker(second)).isEqualTo(Math.max(1, PROCESSORS / 2));
    }
}

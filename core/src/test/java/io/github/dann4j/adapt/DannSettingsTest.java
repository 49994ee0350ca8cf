package io.github.dann4j.adapt;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.train.LambdaSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DannSettingsTest {
    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 2, Double.NaN})
    void aWarmUpThatLeavesTheAdversaryNoUpdate_isRefused(double warmUp) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DannSettings(LambdaSchedule.paper(), Passes.SEPARATE, warmUp, false))
                .withMessage("warmUp must be at least 0 and less than 1, got " + warmUp);
    }

    @Test
    void classSharesWithoutAWarmUpToEstimateThemAfter_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DannSettings(LambdaSchedule.paper(), Passes.SEPARATE, 0, true))
                .withMessageContaining("resample needs a warm-up");
    }
}

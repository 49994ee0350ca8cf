package io.github.dann4j.validate.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.validate.Cases;
import io.github.dann4j.validate.Outputs;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected numbers by validators.py. */
class DomainRatioTest {
    @Test
    void ratios_areThoseOfANewtonMethod() {
        Outputs waves = Cases.waves(0);
        double[] ratios = DomainRatio.ofSource(waves.sourceFeatures(), waves.targetFeatures());

        assertThat(Arrays.copyOf(ratios, 3))
                .containsExactly(new double[] {1.59233483, 1.30521736, 0.73201893}, within(1e-7));
        assertThat(Arrays.stream(ratios).sum()).isCloseTo(23.688428352599797, within(1e-6));
    }

    /** Nine of nine held-out examples are right with a decay of 0.01, eight with each other one. */
    @Test
    void decay_isPickedByTheHeldOutAccuracy() {
        double[][] source = new double[40][1];
        Arrays.setAll(source, i -> new double[] {0.025 * i});
        double[][] target = new double[5][1];
        Arrays.setAll(target, i -> new double[] {0.9 + 0.05 * i});
        double[] ratios = DomainRatio.ofSource(source, target);

        assertThat(new double[] {ratios[0], ratios[20], ratios[39]})
                .containsExactly(new double[] {0.02413161, 0.41680552, 6.24328726}, within(1e-6));
    }

    @Test
    void separateDomains_haveFiniteRatios_andFewExamplesNone() {
        double[][] zeros = new double[6][2];
        double[][] far = new double[6][2];
        for (double[] row : far) {
            Arrays.fill(row, Float.MAX_VALUE);
        }
        assertThat(Arrays.stream(DomainRatio.ofSource(zeros, far))).allMatch(ratio -> ratio > 0 && ratio < 1);
        assertThat(DomainRatio.ofSource(zeros, Arrays.copyOf(far, 4))).containsOnly(1);
        assertThat(DomainRatio.ofSource(zeros, zeros)).containsExactly(new double[] {1, 1, 1, 1, 1, 1}, within(1e-9));
    }
}

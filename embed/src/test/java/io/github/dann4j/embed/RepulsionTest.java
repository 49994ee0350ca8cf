package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepulsionTest {
    @Test
    void fewPoints_areComputedExactly_manyByInterpolation_andAChoiceIsKept() {
        int most = Repulsion.Auto.EXACT_UP_TO;
        assertThat(Repulsion.auto().resolve(most)).isEqualTo(Repulsion.exact());
        assertThat(Repulsion.auto().resolve(most + 1)).isEqualTo(Repulsion.interpolated());
        assertThat(Repulsion.exact().resolve(most + 1)).isEqualTo(Repulsion.exact());
        assertThat(new Repulsion.BarnesHut(0.3).resolve(2)).isEqualTo(new Repulsion.BarnesHut(0.3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void theta_mayBeBothEndsOfItsRange(double theta) {
        assertThatCode(() -> new Repulsion.BarnesHut(theta)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void theta_mayNotBeOutside(double theta) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Repulsion.BarnesHut(theta))
                .withMessage("theta must be 0 to 1, got " + theta);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 2048})
    void nodes_mayBeBothEndsOfTheirRange(int nodes) {
        assertThatCode(() -> new Repulsion.Interpolated(nodes, 0.5)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 2049})
    void nodes_mayNotBeOutside(int nodes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Repulsion.Interpolated(nodes, 0.5))
                .withMessage("minNodes must be 16 to 2048, got " + nodes);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.POSITIVE_INFINITY, Double.NaN})
    void spacingAndDegreesOfFreedom_arePositiveNumbers(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Repulsion.Interpolated(50, value))
                .withMessage("spacing must be positive, got " + value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StudentKernel(value))
                .withMessage("degrees of freedom must be positive, got " + value);
    }
}

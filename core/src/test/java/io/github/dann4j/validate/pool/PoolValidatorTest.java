package io.github.dann4j.validate.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.validate.Cases;
import io.github.dann4j.validate.Outputs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PoolValidatorTest {
    static final List<PoolValidator> ALL = PoolValidator.all();

    private static final List<Outputs> WAVES =
            List.of(Cases.waves(0), Cases.waves(0.4), Cases.waves(0.9), Cases.waves(1.7));

    private static PoolValidator named(String name) {
        return ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    /** By validators.py. */
    @Test
    void waves_haveTheValuesOfTheDefinitions() {
        assertThat(named("ensv").values(WAVES)).containsExactly(new double[] {0.725, 0.9, 0.95, 0.5}, within(1e-12));
        assertThat(named("agreement-line").values(WAVES))
                .containsExactly(
                        new double[] {0.6616926518159718, 0.5029355029275857, 0.4038069563667055, 0.6079780880643996},
                        within(1e-9));
    }

    /** The line has slope 1 there, and goes through the one agreement: shares of 1, kept within 1 / (2n). */
    @Test
    void equalModels_haveADefinedValue() {
        List<Outputs> perfect = List.of(Cases.perfect(), Cases.perfect(), Cases.perfect());
        assertThat(named("ensv").values(perfect)).containsOnly(1);
        assertThat(named("agreement-line").values(perfect))
                .containsExactly(new double[] {1 - 0.5 / 60, 1 - 0.5 / 60, 1 - 0.5 / 60}, within(1e-9));

        List<Outputs> single = List.of(Cases.single(), Cases.single(), Cases.single());
        assertThat(named("agreement-line").values(single)).containsExactly(new double[] {0.5, 0.5, 0.5}, within(1e-9));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void oneClass_hasAValueFromZeroToOne_andTwoModelsHaveNone(PoolValidator validator) {
        assertThat(Arrays.stream(validator.values(List.of(Cases.oneClass(), Cases.sameFeatures(), Cases.oneClass()))))
                .allMatch(value -> value >= 0 && value <= 1);
        assertThat(validator.name()).matches("[a-z][a-z-]*");
        assertThat(validator.title()).isNotBlank();
        assertThat(validator.citation()).matches(".*\\d{4}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> validator.values(List.of(Cases.perfect(), Cases.perfect())))
                .withMessage("at least 3 models are needed, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> validator.values(List.of(Cases.oneClass(), Cases.single(), Cases.single())))
                .withMessageContaining("examples");
    }

    @Test
    void everyPermittedClass_isRegistered() {
        assertThat(ALL).extracting(Object::getClass).map(type -> (Object) type).containsExactly((Object[])
                PoolValidator.class.getPermittedSubclasses());
    }
}

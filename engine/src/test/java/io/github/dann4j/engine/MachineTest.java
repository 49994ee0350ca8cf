package io.github.dann4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void anX86ProcessorWithoutTheConversions_computesNoBfloat16() {
        assertThat(Machine.computeNoBfloat16("fpu sse4_2 avx f16c avx2 fma")).isTrue(); // Zen 3
        assertThat(Machine.computeNoBfloat16("fpu avx2 avx512f avx512vl avx512bw"))
                .isFalse(); // to be timed
        assertThat(Machine.computeNoBfloat16("fpu avx2 avx_ne_convert")).isFalse();
    }
}

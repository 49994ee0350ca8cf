package io.github.dann4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
    @ParameterizedTest
    @ValueSource(strings = {"gpu", "CPU", "cuda:", "cuda:x", "cuda:-1", "cuda:1000", "cpu:0", ""})
    void otherTexts_areRefusedWithTheValidOnes(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceChoice.of(text))
                .withMessage(
                        "the device must be auto, cpu, cuda or cuda:N (the GPU with this number, from 0), got '%s'",
                        text);
    }

    @Test
    void cpu_isTheProcessor() {
        Device device = DeviceChoice.of("cpu").resolve(0);
        assertThat(device.isGpu()).isFalse();
        assertThat(device.label()).isEqualTo("cpu");
        assertThat(device.hardware()).isEqualTo(Machine.processor());
        assertThat(DeviceChoice.of("cpu").remark()).isEmpty();
    }

    @Test
    void withoutAGpu_autoIsTheProcessor_andCudaIsRefusedInOneLine() {
        assumeFalse(Cuda.isUsable(), "this machine has a GPU");
        assertThat(DeviceChoice.of("auto").resolve(0)).isSameAs(Device.CPU);
        for (String text : new String[] {"cuda", "cuda:0", "cuda:3"}) {
            assertThatThrownBy(() -> DeviceChoice.of(text).resolve(0))
                    .isInstanceOf(EngineException.class)
                    .hasMessageStartingWith("no GPU can be used: ")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void withoutItsJar_theMessageNamesTheDependency() {
        assumeFalse(NativeLibraries.hasCudaBuild(), "libtorch with CUDA is on the class path");
        assumeTrue(org.bytedeco.javacpp.Loader.getPlatform().equals("linux-x86_64"), "CUDA is for Linux x86-64 only");
        assertThatThrownBy(() -> DeviceChoice.of("cuda").resolve(0))
                .hasMessage(
                        "no GPU can be used: libtorch with CUDA is not on the class path; add the dependency io.github.dann4j:dann4j-natives-linux-x86_64-gpu (in a clone, build with -Pcuda)");
        assertThat(DeviceChoice.of("auto").remark()).isEmpty(); // CUDA was not requested
    }

    @Test
    void withAGpu_autoIsTheFirst_andWorkersAreDealtToThem() {
        assumeTrue(Cuda.isUsable(), "needs a GPU");
        int count = Cuda.require();
        assertThat(DeviceChoice.of("auto").resolve(0).label()).isEqualTo("cuda:0");
        assertThat(DeviceChoice.of("cuda").resolve(count).label()).isEqualTo("cuda:0");
        assertThat(DeviceChoice.of("cuda:" + (count - 1)).resolve(0).label()).isEqualTo("cuda:" + (count - 1));
        assertThatThrownBy(() -> DeviceChoice.of("cuda:" + count).resolve(0))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("there is no GPU cuda:" + count);
    }
}

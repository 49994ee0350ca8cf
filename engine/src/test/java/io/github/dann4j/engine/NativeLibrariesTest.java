package io.github.dann4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class NativeLibrariesTest {
    @Test
    void unpack_platformWithoutLibtorch_namesItAndThoseThatHaveOne() {
        assertThatThrownBy(() -> NativeLibraries.unpack("linux-riscv64", false))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("no libtorch for linux-riscv64 on the class path")
                .hasMessageContaining("linux-x86_64, macosx-arm64, macosx-x86_64 and windows-x86_64")
                .hasMessageNotContaining("\n");
    }

    @Test
    void unpack_thisPlatform_leavesTheLibrariesSideBySide() {
        assertThat(NativeLibraries.unpack(Loader.getPlatform(), false))
                .isRegularFile()
                .hasFileName(System.mapLibraryName("jnitorch"))
                .satisfies(jni -> assertThat(jni.resolveSibling(System.mapLibraryName("torch_cpu")))
                        .isRegularFile());
    }

    @Test
    void load_again_doesNothing() {
        NativeLibraries.load();

        assertThatCode(NativeLibraries::load).doesNotThrowAnyException();
    }
}

package io.github.dann4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressSpaceTest {
    @TempDir
    private Path temp;

    @Test
    void whatALimitLeaves_isItsRest() throws IOException {
        Path limits = Files.writeString(temp.resolve("limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            1024                 1048576              files
                Max address space         4194304000           unlimited            bytes
                """);
        Path status = Files.writeString(temp.resolve("status"), "VmPeak:\t 3999999 kB\nVmSize:\t 3072000 kB\n");

        assertThat(AddressSpace.free(limits, status)).hasValue(1000);
    }

    @Test
    void withoutALimit_nothingIsSaid() throws IOException {
        Path limits = Files.writeString(
                temp.resolve("limits"), "Max address space         unlimited            unlimited            bytes\n");
        Path status = Files.writeString(temp.resolve("status"), "VmSize:\t 3072000 kB\n");

        assertThat(AddressSpace.free(limits, status)).isEmpty();
        assertThat(AddressSpace.free(temp.resolve("none"), status)).isEmpty();
    }

    @Test
    void tooLittle_isToldInOneLine() {
        assertThatCode(() -> NativeLibraries.requireRoom(1000)).doesNotThrowAnyException();
        assertThatThrownBy(() -> NativeLibraries.requireRoom(999))
                .isInstanceOf(EngineException.class)
                .hasMessage("libtorch needs at least 1000 MB of address space, but the limit of this process leaves"
                        + " 999 MB; raise the limit (ulimit -v)");
    }
}

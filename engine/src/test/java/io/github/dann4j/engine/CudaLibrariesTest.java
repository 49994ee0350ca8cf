package io.github.dann4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibrariesTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsMissing_isNamed_withTheWayOut() {
        CudaLibraries none = CudaLibraries.in(Set.of(folder));
        assumeTrue(none.missing() != null, "NVIDIA's libraries are on the class path");
        assertThat(none.missing())
                .startsWith("libcudart.so.13, libcupti.so.13, ")
                .endsWith(
                        "libnccl.so.2 not found; install CUDA 13, cuDNN 9 and NCCL 2, set CUDA_HOME or LD_LIBRARY_PATH to their folders, or add the dependency org.bytedeco:cuda:linux-x86_64-redist")
                .doesNotContain("\n");
    }

    @Test
    void librariesOfPythonPackages_areFoundBelowCudaHome() throws IOException {
        List<String> all = List.of(
                "cu13/lib/libcudart.so.13",
                "cu13/lib/libcupti.so.13",
                "cu13/lib/libnvJitLink.so.13",
                "cu13/lib/libcublasLt.so.13",
                "cu13/lib/libcublas.so.13",
                "cu13/lib/libcufft.so.12",
                "cu13/lib/libcurand.so.10",
                "cu13/lib/libcusparse.so.12",
                "cu13/lib/libcusolver.so.12",
                "cu13/lib/libnvrtc.so.13",
                "cudnn/lib/libcudnn.so.9",
                "cu13/lib/libcufile.so.0",
                "nccl/lib/libnccl.so.2");
        for (String library : all) {
            Path file = folder.resolve("nvidia").resolve(library);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
        assertThat(CudaLibraries.find(Map.of("CUDA_HOME", folder.toString())).missing())
                .isNull();
        Files.delete(folder.resolve("nvidia/nccl/lib/libnccl.so.2"));
        assumeTrue(
                CudaLibraries.find(Map.of()).missing() != null, "CUDA is installed on this machine, so all are found");
        assertThat(CudaLibraries.find(Map.of("CUDA_HOME", folder.toString())).missing())
                .startsWith("libnccl.so.2 not found; ");
    }

    @Test
    void namesOfGpus_comeFromTheDriversFiles() throws IOException {
        gpu("0000:01:00.0", "NVIDIA H100");
        gpu("0000:02:00.0", "NVIDIA H100");
        assertThat(Cuda.name(folder, 1)).isEqualTo("NVIDIA H100");
        gpu("0000:03:00.0", "NVIDIA A2");
        assertThat(Cuda.name(folder, 1)).isEqualTo("GPU 1"); // the driver's order is another than CUDA's
        assertThat(Cuda.name(folder.resolve("none"), 0)).isEqualTo("GPU 0");
    }

    private void gpu(String place, String model) throws IOException {
        Path gpu = Files.createDirectories(folder.resolve(place));
        Files.writeString(gpu.resolve("information"), "Model: \t\t " + model + "\nIRQ: 1\n");
    }
}

package io.github.dann4j.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** NVIDIA's GPUs, through the build of libtorch with CUDA. */
final class Cuda {
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/gpus");
    private static final String MODEL = "Model:";

    private Cuda() {}

    /**
     * Returns the number of GPUs.
     *
     * @throws EngineException if there is none; the message says what is missing and how to get it
     */
    static int require() {
        String missing = missing();
        if (missing != null) {
            throw new EngineException("no GPU can be used: " + missing);
        }
        return torch.cuda_device_count();
    }

    /** Returns whether there is a GPU and everything that libtorch needs for it. */
    static boolean isUsable() {
        return missing() == null;
    }

    /** Returns why no GPU can be used although libtorch with CUDA is on the class path. */
    static Optional<String> remark() {
        String missing = missing();
        return missing != null && NativeLibraries.hasCudaBuild()
                ? Optional.of("computing on the processor: " + missing)
                : Optional.empty();
    }

    /** Returns what is missing and how to get it, in a line; null if there is a GPU that can be used. */
    private static @Nullable String missing() {
        NativeLibraries.load();
        String missing = NativeLibraries.withoutCuda();
        if (missing == null && torch.cuda_device_count() < 1) {
            return "CUDA finds no GPU, or no driver for CUDA 13; nvidia-smi must list a GPU";
        }
        return missing;
    }

    /** Makes results the same in every run where libtorch can, and float32 exact. */
    static void prepare() {
        Context context = torch.globalContext();
        context.setBenchmarkCuDNN(false); // it would choose algorithms by their time in this run
        context.setDeterministicCuDNN(true);
        context.setAllowTF32CuDNN(false);
        context.setAllowTF32CuBLAS(false);
    }

    /** Returns the name of a GPU, such as {@code NVIDIA H100 80GB HBM3}. */
    static String name(int index) {
        return name(DRIVER, index);
    }

    /**
     * Reads the name from the driver's files, a folder for each GPU, named by its place on the bus. CUDA counts the
     * GPUs in another order if they differ, so the name is given only if all are the same.
     */
    static String name(Path driver, int index) {
        try (Stream<Path> gpus = Files.list(driver)) {
            List<String> names = gpus.map(gpu -> model(gpu.resolve("information")))
                    .distinct()
                    .toList();
            return names.size() == 1 ? names.get(0) : "GPU " + index;
        } catch (IOException | UncheckedIOException e) {
            return "GPU " + index;
        }
    }

    private static String model(Path information) {
        try (Stream<String> lines = Files.lines(information)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(MODEL.length()).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

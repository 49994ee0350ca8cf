package io.github.dann4j.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * NVIDIA's libraries that the build of libtorch with CUDA needs on Linux. They come with CUDA 13, cuDNN 9 and NCCL 2, or
 * in the jars {@code org.bytedeco:cuda:linux-x86_64-redist...}.
 *
 * <p>They are loaded by their full paths, each after those that it needs, so the dynamic linker searches for none.
 */
final class CudaLibraries {
    /** In the order of loading. */
    private static final List<String> NEEDED = List.of(
            "libcudart.so.13",
            "libcupti.so.13",
            "libnvJitLink.so.13",
            "libcublasLt.so.13",
            "libcublas.so.13",
            "libcufft.so.12",
            "libcurand.so.10",
            "libcusparse.so.12",
            "libcusolver.so.12",
            "libnvrtc.so.13",
            "libcudnn.so.9",
            "libcufile.so.0",
            "libnccl.so.2");

    private static final List<String> RESOURCES =
            List.of("/org/bytedeco/cuda/linux-x86_64/", "/org/bytedeco/pytorch/linux-x86_64-gpu/");

    /** A folder that contains Python packages of NVIDIA has a folder for each, with the libraries in {@code lib}. */
    private static final String PACKAGES = "nvidia";

    private final Map<String, Path> found = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final Set<Path> folders;

    private CudaLibraries(Set<Path> folders) {
        this.folders = folders;
        for (String library : NEEDED) {
            Path path = path(library);
            if (path == null) {
                missing.add(library);
            } else {
                found.put(library, path);
            }
        }
    }

    /** Searches the class path, the folders of {@code LD_LIBRARY_PATH}, and where CUDA is usually installed. */
    static CudaLibraries find(Map<String, String> environment) {
        Set<Path> folders = new LinkedHashSet<>();
        String searched = environment.getOrDefault("LD_LIBRARY_PATH", "");
        Arrays.stream(searched.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .forEach(folders::add);
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            String home = environment.get(variable);
            if (home != null && !home.isEmpty()) {
                addCuda(Path.of(home), folders);
            }
        }
        addCuda(Path.of("/usr/local/cuda"), folders);
        addCuda(Path.of("/usr/local/cuda-13"), folders);
        folders.add(Path.of("/usr/lib/x86_64-linux-gnu"));
        folders.add(Path.of("/usr/lib64"));
        return new CudaLibraries(folders);
    }

    /** Searches these folders and the class path alone. */
    static CudaLibraries in(Set<Path> folders) {
        return new CudaLibraries(folders);
    }

    private static void addCuda(Path home, Set<Path> folders) {
        folders.add(home.resolve("lib64"));
        folders.add(home.resolve("extras/CUPTI/lib64"));
        try (Stream<Path> packages = Files.list(home.resolve(PACKAGES))) {
            packages.map(one -> one.resolve("lib")).sorted().forEach(folders::add);
        } catch (IOException e) {
            // not a folder with Python packages
        }
    }

    private @Nullable Path path(String library) {
        for (Path folder : folders) {
            Path path = folder.resolve(library);
            if (Files.isRegularFile(path)) {
                return path;
            }
        }
        for (String resources : RESOURCES) {
            try {
                File file = Loader.cacheResource(CudaLibraries.class, resources + library);
                if (file != null) {
                    return file.toPath();
                }
            } catch (IOException e) {
                throw new EngineException("cannot unpack %s: %s".formatted(library, e.getMessage()), e);
            }
        }
        return null;
    }

    /** Returns what is missing and how to get it, in a line; null if nothing is missing. */
    @Nullable
    String missing() {
        return missing.isEmpty()
                ? null
                : "%s not found; install CUDA 13, cuDNN 9 and NCCL 2, set CUDA_HOME or LD_LIBRARY_PATH to their folders, or add the dependency org.bytedeco:cuda:linux-x86_64-redist"
                        .formatted(String.join(", ", missing));
    }

    /** Loads all of them. */
    void load() {
        found.values().forEach(path -> System.load(path.toString()));
    }
}

package io.github.dann4j.engine;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_gloo;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks and loads libtorch once per process, in an order that is safe if another libtorch is installed on the
 * machine.
 *
 * <p>The other classes of this package load it automatically. A program should still call {@link #load} first: a
 * failure is then an {@link EngineException} instead of an initialisation error of the first class that needs libtorch.
 */
public final class NativeLibraries {
    /*
     * By default, the JavaCPP presets unpack each library just before they load it, and they load libtorch before the
     * libtorch_cpu that it needs. On a first start, libtorch_cpu is not unpacked yet. The dynamic linker then searches
     * LD_LIBRARY_PATH and the system's folders for the name, and if it finds another version, the process dies. So all
     * libraries are unpacked first. On Linux that is not enough, because LD_LIBRARY_PATH comes before the library's own
     * folder: libtorch_cpu and what it needs are also loaded first, by their full paths. The linker then uses the
     * loaded libraries for these names.
     */
    private static final String JNI = "jnitorch";
    private static final String GLOO = "jnitorch_gloo";
    private static final List<String> UNPACKED_FIRST = List.of("c10", "torch_cpu", "torch", JNI);
    private static final List<String> LOADED_FIRST_ON_LINUX = List.of("libgomp.so.1", "libc10.so", "libtorch_cpu.so");

    /** What the build with CUDA adds; its operations register themselves when it is loaded. */
    private static final List<String> LOADED_FIRST_WITH_CUDA =
            List.of("libc10_cuda.so", "libtorch_cuda.so", "libtorch_cuda_linalg.so");

    /** Suffix of the platform in the name of the build with CUDA. */
    private static final String WITH_CUDA = "-gpu";

    private static final String CUDA_PLATFORM = "linux-x86_64";

    private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

    /** Address space in MB for loading libtorch and for the first tensors. */
    private static final int LEAST_ROOM = 1000;

    private static boolean loaded;

    /** Why the loaded libtorch cannot use a GPU; null if it can. */
    private static @Nullable String withoutCuda;

    private NativeLibraries() {}

    /**
     * Loads libtorch if it is not loaded yet. The first start on a machine unpacks it into the cache folder of the
     * presets.
     *
     * @throws EngineException if there is no libtorch for this platform on the class path, if it cannot be unpacked, or
     *     if it does not load
     */
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        AddressSpace.free().ifPresent(NativeLibraries::requireRoom);
        String platform = Loader.getPlatform();
        CudaLibraries cuda = hasCudaBuild() ? CudaLibraries.find(System.getenv()) : null;
        withoutCuda = cuda == null ? withoutCudaBuild(platform) : cuda.missing();
        boolean withCuda = withoutCuda == null;
        Path jni = unpack(platform, withCuda);
        try {
            Loader.load(openblas.class); // libtorch_cpu needs it
            if (platform.startsWith("linux")) {
                preload(jni, withCuda ? cuda : null);
            }
            if (withoutCuda != null && hasCudaBuild()) {
                for (String library : UNPACKED_FIRST) {
                    loadWithoutCuda(library);
                }
            }
            Loader.load(torch.class);
        } catch (LinkageError e) {
            // The presets unpack OpenBLAS while loading it, and report a full disk only as a missing library.
            long free = jni.toFile().getUsableSpace() >> 20;
            throw new EngineException(
                    String.format(
                            Locale.ROOT,
                            "cannot load libtorch from %s (%d MB free there, unpacking needs 500): %s",
                            jni.getParent(),
                            free,
                            root(e)),
                    e);
        }
        // OpenBLAS's own threads compete with libtorch's for the cores; a run sets the number of libtorch's threads.
        openblas.blas_set_num_threads(1);
        // NNPACK would compute some convolutions of few images, in another way than those of many, and libtorch prints
        // a
        // warning for each of them on a processor that NNPACK does not know.
        torch.globalContext().setUserEnabledNNPACK(false);
        loaded = true;
    }

    /** Loads the presets for gloo, which exchanges tensors between workers. */
    public static synchronized void loadGloo() {
        load();
        if (withoutCuda != null && hasCudaBuild()) {
            loadWithoutCuda(GLOO);
        }
        Loader.load(torch_gloo.class);
    }

    /** Loads a library of the build without CUDA. The presets' loader takes the other build if both are present. */
    private static void loadWithoutCuda(String library) {
        URL resource = resource(Loader.getPlatform(), System.mapLibraryName(library));
        if (resource != null) {
            Loader.loadLibrary(NativeLibraries.class, new URL[] {resource}, library);
        }
    }

    /** Fails if there is too little address space: OpenBLAS would end the process if it got no memory. */
    static void requireRoom(long free) {
        if (free < LEAST_ROOM) {
            throw new EngineException(String.format(
                    Locale.ROOT,
                    "libtorch needs at least %d MB of address space, but the limit of this process leaves %d MB; raise the limit (ulimit -v)",
                    LEAST_ROOM,
                    free));
        }
    }

    private static String withoutCudaBuild(String platform) {
        return platform.equals(CUDA_PLATFORM)
                ? "libtorch with CUDA is not on the class path; add the dependency io.github.dann4j:dann4j-natives-linux-x86_64-gpu (in a clone, build with -Pcuda)"
                : "libtorch with CUDA exists only for %s, and this is %s".formatted(CUDA_PLATFORM, platform);
    }

    /** Returns whether the build with CUDA is on the class path, on the platform for which it is used. */
    static boolean hasCudaBuild() {
        return Loader.getPlatform().equals(CUDA_PLATFORM)
                && resource(Loader.getPlatform() + WITH_CUDA, System.mapLibraryName(JNI)) != null;
    }

    /** Returns why a GPU cannot be used, in a line with the way out; null if libtorch is loaded with CUDA. */
    static synchronized @Nullable String withoutCuda() {
        return withoutCuda;
    }

    /**
     * Unpacks libtorch into the cache folder if it is not there yet, without loading it.
     *
     * @param platform name of the platform in the presets, for instance {@code linux-x86_64}
     * @param withCuda whether to prefer the build with CUDA; the build without CUDA is preferred otherwise
     * @return the JNI library of the presets, in the folder that now contains all libraries
     */
    static Path unpack(String platform, boolean withCuda) {
        File cache = cacheFolder();
        try {
            for (String build : withCuda ? List.of(WITH_CUDA, "") : List.of("", WITH_CUDA)) {
                Optional<File> jni = unpack(platform + build, System.mapLibraryName(JNI));
                if (jni.isPresent()) {
                    for (String library : UNPACKED_FIRST) {
                        unpack(platform + build, System.mapLibraryName(library));
                    }
                    for (String file : LOADED_FIRST_ON_LINUX) {
                        unpack(platform + build, file);
                    }
                    for (String file : LOADED_FIRST_WITH_CUDA) {
                        unpack(platform + build, file);
                    }
                    return jni.get().toPath();
                }
            }
        } catch (IOException e) {
            throw new EngineException(
                    "cannot unpack libtorch (500 MB, with CUDA 900 MB) into %s: %s; free space there, or set another folder with -D%s=FOLDER"
                            .formatted(cache, e.getMessage(), CACHE_PROPERTY),
                    e);
        }
        throw new EngineException(
                "no libtorch for %s on the class path; add the dependency io.github.dann4j:dann4j-natives-PLATFORM, which exists for linux-x86_64, macosx-arm64, macosx-x86_64 and windows-x86_64"
                        .formatted(platform));
    }

    /** Unpacks a file of a build. Returns empty if the build has no such file. */
    private static Optional<File> unpack(String build, String file) throws IOException {
        URL resource = resource(build, file);
        return resource == null ? Optional.empty() : Optional.ofNullable(Loader.cacheResource(resource));
    }

    /** Returns the place of a file. The presets' search also finds it in a module, which does not open its files. */
    private static @Nullable URL resource(String build, String file) {
        try {
            return Loader.findResource(NativeLibraries.class, "/org/bytedeco/pytorch/%s/%s".formatted(build, file));
        } catch (IOException e) {
            throw new EngineException("cannot search for libtorch: " + e.getMessage(), e);
        }
    }

    private static File cacheFolder() {
        try {
            return Loader.getCacheDir();
        } catch (IOException e) {
            throw new EngineException(
                    "no folder to unpack libtorch (500 MB) into: neither %s/.javacpp nor %s is writable; set a folder with -D%s=FOLDER"
                            .formatted(
                                    System.getProperty("user.home"),
                                    System.getProperty("java.io.tmpdir"),
                                    CACHE_PROPERTY),
                    e);
        }
    }

    private static void preload(Path jni, @Nullable CudaLibraries cuda) {
        List<String> files = new ArrayList<>(LOADED_FIRST_ON_LINUX);
        if (cuda != null) {
            cuda.load();
            files.addAll(LOADED_FIRST_WITH_CUDA);
        }
        for (String file : files) {
            System.load(jni.resolveSibling(file).toString());
        }
    }

    /** Returns the message of the root cause, which the presets wrap in several exceptions. */
    private static String root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}

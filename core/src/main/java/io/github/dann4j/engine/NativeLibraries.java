package io.github.dann4j.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/**
 * Unpacks and loads libtorch, once per process, in an order that is safe beside another libtorch on the machine.
 *
 * <p>The other classes of this package see to it by themselves. A program calls {@link #load} first nevertheless: then a
 * failure is an {@link EngineException}, and not the error of whichever class happened to need libtorch first.
 */
public final class NativeLibraries {
    /*
     * Left alone, the presets unpack each library just before they load it, and they load libtorch before the libtorch_cpu
     * that it needs. On a first start that one is not unpacked yet; the dynamic linker then looks for the name in
     * LD_LIBRARY_PATH and the system's folders, and if it finds another version's, the process dies. So all are unpacked
     * first. On Linux that is not enough, for there LD_LIBRARY_PATH comes before the library's own folder: libtorch_cpu and
     * what it needs are also loaded first, by their full paths, after which the linker takes the loaded ones for the names.
     */
    private static final String JNI = "jnitorch";
    private static final List<String> UNPACKED_FIRST = List.of("c10", "torch_cpu", "torch", JNI);
    private static final List<String> LOADED_FIRST_ON_LINUX = List.of("libgomp.so.1", "libc10.so", "libtorch_cpu.so");

    /** The presets' builds for a platform, as they prefer them: with CUDA where its jar is present, then without. */
    private static final List<String> BUILDS = List.of("-gpu", "");

    private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

    /** What loading it maps, in MB, and some for the first tensors. */
    private static final int LEAST_ROOM = 1000;

    private static boolean loaded;

    private NativeLibraries() {}

    /**
     * Loads libtorch, if that is not done; the first start on a machine unpacks it into the presets' cache folder.
     *
     * @throws EngineException if there is no libtorch for this platform on the class path, if it cannot be unpacked, or if it
     *     does not load
     */
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        AddressSpace.free().ifPresent(NativeLibraries::requireRoom);
        String platform = Loader.getPlatform();
        Path jni = unpack(platform);
        try {
            Loader.load(openblas.class); // libtorch_cpu needs it
            if (platform.startsWith("linux")) {
                preload(jni);
            }
            Loader.load(torch.class);
        } catch (LinkageError e) {
            // The presets unpack OpenBLAS while they load it, and tell of a full disk only that a library is missing.
            long free = jni.toFile().getUsableSpace() >> 20;
            throw new EngineException(
                    String.format(
                            Locale.ROOT,
                            "cannot load libtorch from %s (%d MB free there, 500 needed when it is unpacked): %s",
                            jni.getParent(),
                            free,
                            root(e)),
                    e);
        }
        // OpenBLAS's own threads fight with libtorch's for the cores; libtorch's are those that a run sets.
        openblas.blas_set_num_threads(1);
        loaded = true;
    }

    /** OpenBLAS ends the process by itself where it gets no memory, so it is not loaded then. */
    static void requireRoom(long free) {
        if (free < LEAST_ROOM) {
            throw new EngineException(String.format(
                    Locale.ROOT,
                    "libtorch needs %d MB of address space to begin with, and the limit of this process leaves it %d MB: raise it (ulimit -v)",
                    LEAST_ROOM,
                    free));
        }
    }

    /**
     * Unpacks libtorch into the cache folder, where it is not there yet, and loads nothing.
     *
     * @param platform in the presets' words, for instance {@code linux-x86_64}
     * @return the library of the presets' own, in the folder that now holds all of them
     */
    static Path unpack(String platform) {
        File cache = cacheFolder();
        try {
            for (String build : BUILDS) {
                Optional<File> jni = unpack(platform + build, System.mapLibraryName(JNI));
                if (jni.isPresent()) {
                    for (String library : UNPACKED_FIRST) {
                        unpack(platform + build, System.mapLibraryName(library));
                    }
                    for (String file : LOADED_FIRST_ON_LINUX) {
                        unpack(platform + build, file);
                    }
                    return jni.get().toPath();
                }
            }
        } catch (IOException e) {
            throw new EngineException(
                    "cannot unpack libtorch (500 MB) into %s: %s; make room there, or name another folder with -D%s=FOLDER"
                            .formatted(cache, e.getMessage(), CACHE_PROPERTY),
                    e);
        }
        throw new EngineException(
                "no libtorch for %s on the class path: the jars of org.bytedeco's pytorch, openblas and javacpp are needed for this platform, and exist for linux-x86_64, macosx-arm64, macosx-x86_64 and windows-x86_64"
                        .formatted(platform));
    }

    /** Empty if the build has no such file. */
    private static Optional<File> unpack(String build, String file) throws IOException {
        return Optional.ofNullable(
                Loader.cacheResource(NativeLibraries.class, "/org/bytedeco/pytorch/%s/%s".formatted(build, file)));
    }

    private static File cacheFolder() {
        try {
            return Loader.getCacheDir();
        } catch (IOException e) {
            throw new EngineException(
                    "no folder to unpack libtorch (500 MB) into: neither %s/.javacpp nor %s can be written; name one with -D%s=FOLDER"
                            .formatted(
                                    System.getProperty("user.home"),
                                    System.getProperty("java.io.tmpdir"),
                                    CACHE_PROPERTY),
                    e);
        }
    }

    private static void preload(Path jni) {
        try {
            for (String file : LOADED_FIRST_ON_LINUX) {
                System.load(jni.resolveSibling(file).toString());
            }
        } catch (UnsatisfiedLinkError e) {
            // The CUDA build needs libraries that only the presets' loader finds. Where that fails too, it tells the
            // reason.
        }
    }

    /** The message of the first cause: the presets wrap it in several of their own. */
    private static String root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}

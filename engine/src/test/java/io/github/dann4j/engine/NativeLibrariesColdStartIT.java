package io.github.dann4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * First starts, each in a separate JVM with an empty cache folder. The native libraries unpack to 450 MB in the
 * temporary folder.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the decoy goes by LD_LIBRARY_PATH")
class NativeLibrariesColdStartIT {
    /** Loads libtorch through the engine, and computes. */
    static final class Engine {
        public static void main(String[] args) {
            NativeLibraries.load();
            printSum();
        }
    }

    /** Loads libtorch through the presets alone, and computes. */
    static final class PresetsAlone {
        public static void main(String[] args) {
            Loader.load(torch.class);
            printSum();
        }
    }

    private static void printSum() {
        try (Tensor sum = torch.ones(new long[] {2, 3}).sum()) {
            System.out.println("sum = " + sum.item_int());
        }
    }

    private record Outcome(int exit, String output) {}

    @TempDir
    private Path folder;

    private Path cache;
    private Path decoys;

    /** Places another library under libtorch_cpu's name; a linker that loads it does not find libtorch's symbols. */
    @BeforeEach
    void placeDecoy() throws IOException {
        cache = Files.createDirectory(folder.resolve("cache"));
        decoys = Files.createDirectory(folder.resolve("decoys"));
        Files.copy(Path.of(System.getProperty("java.home"), "lib", "libnet.so"), decoys.resolve("libtorch_cpu.so"));
    }

    /** JUnit would delete it too, but with a warning for each of the presets' links to system libraries. */
    @AfterEach
    void deleteCache() throws IOException {
        Loader.deleteDirectory(cache.toFile());
    }

    @Test
    void load_firstStartBesideAnotherLibtorch_computes() throws Exception {
        Outcome outcome = start(Engine.class, "-Dorg.bytedeco.javacpp.cachedir=" + cache);

        assertThat(outcome).isEqualTo(new Outcome(0, "sum = 6\n"));
    }

    /**
     * Shows that the decoy works. If this fails after an update of the presets, they no longer need the engine's help.
     */
    @Test
    void presetsAlone_firstStartBesideAnotherLibtorch_takeTheDecoy() throws Exception {
        Outcome outcome = start(PresetsAlone.class, "-Dorg.bytedeco.javacpp.cachedir=" + cache);

        assertThat(outcome.exit()).isNotZero();
    }

    @Test
    void load_noFolderCanBeWritten_saysHowToNameOne() throws Exception {
        Outcome outcome = start(
                Engine.class,
                "-Dorg.bytedeco.javacpp.cachedir=/dev/null/cache",
                "-Duser.home=/dev/null/home",
                "-Djava.io.tmpdir=/proc"); // JDK 25 needs an existing folder; even root cannot create a folder there

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(firstLine(outcome))
                .contains("EngineException: no folder to unpack libtorch")
                .contains("/dev/null/home/.javacpp")
                .endsWith("set a folder with -Dorg.bytedeco.javacpp.cachedir=FOLDER");
    }

    @Test
    void load_cacheFolderThatTakesNoFile_saysWhichAndWhy() throws Exception {
        Files.createDirectory(cache.resolve(".lock")); // where the presets write their lock file

        Outcome outcome = start(Engine.class, "-Dorg.bytedeco.javacpp.cachedir=" + cache);

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(firstLine(outcome))
                .contains("EngineException: cannot unpack libtorch")
                .contains("into " + cache.toRealPath())
                .contains("(Is a directory)")
                .endsWith("or set another folder with -Dorg.bytedeco.javacpp.cachedir=FOLDER");
    }

    private Outcome start(Class<?> program, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile()) // a crash writes its report here
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LD_LIBRARY_PATH", decoys.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    private static String firstLine(Outcome outcome) {
        return outcome.output().lines().findFirst().orElse("");
    }
}

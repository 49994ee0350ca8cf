package io.github.dann4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests the launcher as it is in an unpacked archive, with the jars of this build. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script; Windows has another")
class LauncherIT {
    private record Outcome(int exit, String out, String err) {}

    @TempDir
    private Path folder;

    private Path launcher;

    @BeforeEach
    void unpack() throws IOException {
        launcher = Files.createDirectory(folder.resolve("bin")).resolve("dann4j");
        Files.copy(Path.of("..", "dann4j"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(folder.resolve("lib"), Path.of("target", "lib").toAbsolutePath());
    }

    /** JUnit would also delete it, but with a warning about a link that points outside the folder. */
    @AfterEach
    void deleteLink() throws IOException {
        Files.delete(folder.resolve("lib"));
    }

    @Test
    void version_isPrintedAlone() throws Exception {
        Outcome outcome = start(Map.of(), launcher, "--version");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).matches("dann4j \\d.*\\R");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void calledThroughLinks_findsItsJars() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("bin", "dann4j"));
        Path linkToLink = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("elsewhere")).resolve("dann4j"), link);

        assertThat(start(Map.of(), linkToLink, "--version").exit()).isZero();
    }

    @Test
    void argumentsAndExitCode_passThrough() throws Exception {
        Outcome outcome = start(Map.of(), launcher, "no such command", "$HOME *");

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("'no such command'").contains("'$HOME *'");
    }

    @Test
    void optionsForTheJvm_areAdded() throws Exception {
        Outcome outcome = start(Map.of("DANN4J_OPTS", "-Xmx300m -XX:+PrintCommandLineFlags"), launcher, "--version");

        assertThat(outcome.out()).contains("-XX:MaxHeapSize=" + (300 << 20));
    }

    /** Uses a fake java that prints its arguments. */
    @Test
    void whatTheUserSaysOfMemoryAndOfWaitingThreads_wins() throws Exception {
        Path home = folder.resolve("printing");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$MALLOC_ARENA_MAX ${GOMP_SPINCOUNT:-none}\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17\"\n");

        assertThat(started(home, Map.of())).isEqualTo("1 3000\n");
        assertThat(started(home, Map.of("MALLOC_ARENA_MAX", "4", "GOMP_SPINCOUNT", "7")))
                .isEqualTo("4 7\n");
        assertThat(started(home, Map.of("OMP_WAIT_POLICY", "passive"))).isEqualTo("1 none\n");
    }

    private String started(Path home, Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_HOME", home.toString());
        return start(all, launcher).out();
    }

    /** Containers often have no locale, or one that is not installed. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutAUtf8Locale_namesAreUtf8() throws Exception {
        for (String locale : List.of("C", "POSIX", "xx_XX.UTF-8")) {
            Outcome outcome =
                    start(Map.of("LC_ALL", locale, "DANN4J_OPTS", "-XshowSettings:properties"), launcher, "--version");

            assertThat(outcome.err()).as(locale).contains("sun.jnu.encoding = UTF-8");
        }
    }

    @Test
    void javaTooOld_isOneLine() throws Exception {
        Path home = Files.createDirectories(folder.resolve("jdk8"));
        Files.copy(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Files.createDirectory(home.resolve("bin")).resolve("java"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"1.8.0_392\"\n");

        assertThat(start(Map.of("JAVA_HOME", home.toString()), launcher, "--version"))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "dann4j: Java 1.8.0_392 is too old, dann4j needs 17 or later: set JAVA_HOME to the folder of a newer JDK\n"));
    }

    @Test
    void noJava_isOneLine() throws Exception {
        Path home = folder.resolve("nowhere");

        assertThat(start(Map.of("JAVA_HOME", home.toString()), launcher, "--version"))
                .isEqualTo(new Outcome(
                        1,
                        "",
                        "dann4j: no Java at JAVA_HOME (%s): set it to the folder of a JDK 17 or later, or unset it\n"
                                .formatted(home)));
    }

    /**
     * A failure to load the native libraries reaches the user. JDK 25 needs an existing temporary folder, and even root
     * cannot create files in /proc.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void libtorchThatCannotBeUnpacked_isOneLine() throws Exception {
        String options = "-Dorg.bytedeco.javacpp.cachedir=/dev/null/cache -Duser.home=/dev/null/home"
                + " -Djava.io.tmpdir=/proc";

        Outcome outcome = start(
                Map.of("DANN4J_OPTS", options),
                launcher,
                "compare",
                "--out",
                folder.resolve("out").toString());

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("dann4j: no folder to unpack libtorch")
                .hasLineCount(1);
    }

    private Outcome start(Map<String, String> environment, Path program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("ends within 2 minutes")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}

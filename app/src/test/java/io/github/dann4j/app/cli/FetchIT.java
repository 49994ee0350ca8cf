package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests fetches that end in the middle, in real processes. */
@Timeout(120)
class FetchIT {
    private static final int STOP = 50_000;

    @TempDir
    private Path temp;

    private byte[] archive;
    private Path file;

    @BeforeEach
    void makeTheArchive() throws IOException {
        archive = TinyMnistM.archive();
        file = temp.resolve("data/mnist-m/mnist_m.tar.gz");
    }

    @Test
    void ctrlC_keepsWhatCameAndTheSameCommandGoesOn() throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "signals are POSIX");
        try (SlowServer server = new SlowServer(archive, STOP)) {
            Process process = startAndAwaitPart(server);
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(new String(process.getErrorStream().readAllBytes()))
                    .contains("interrupted; what has arrived is kept in");
            assertThat(file).doesNotExist();

            assertResumed(server);
        }
    }

    @Test
    void aKill_keepsWhatCame() throws Exception {
        try (SlowServer server = new SlowServer(archive, STOP)) {
            Process process = startAndAwaitPart(server);
            process.destroyForcibly().waitFor();
            assertThat(file).doesNotExist();

            assertResumed(server);
        }
    }

    @Test
    void twoProcesses_fetchOnce() throws Exception {
        try (SlowServer server = new SlowServer(archive, STOP)) {
            Process first = startAndAwaitPart(server);
            Process second = start(server);
            while (!second.errorReader().readLine().contains("another process is fetching it")) {
                Thread.onSpinWait();
            }
            server.goOn();
            assertThat(first.waitFor()).isZero();
            assertThat(second.waitFor()).isZero();
            assertThat(file).hasBinaryContent(archive);
            assertThat(server.ranges()).hasSize(1);
        }
    }

    private void assertResumed(SlowServer server) throws Exception {
        server.goOn();
        assertThat(start(server).waitFor()).isZero();
        assertThat(file).hasBinaryContent(archive);
        assertThat(server.ranges()).containsExactly("", String.format(Locale.ROOT, "bytes=%d-", STOP));
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    private Process startAndAwaitPart(SlowServer server) throws Exception {
        Process process = start(server);
        Path part = file.resolveSibling(".mnist_m.tar.gz.part");
        while (!Files.exists(part) || Files.size(part) < STOP) {
            assertThat(process.isAlive()).isTrue();
            Thread.sleep(20);
        }
        return process;
    }

    private Process start(SlowServer server) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of("data", "fetch", "mnist-m"));
        command.addAll(List.of("--data", temp.resolve("data").toString(), "--from", server.address()));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}

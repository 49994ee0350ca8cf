package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the command in a separate process, until a signal ends it. */
class ServeCommandIT {
    @TempDir
    private static Path temp;

    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        TinySets sets = new TinySets(temp.resolve("data"));
        run = temp.resolve("run");
        assertThat(Cli.run(Cli.tiny("train", sets, "--batch", "8", "--out", run.toString()))
                        .code())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void signal_endsItInOrder(String signal, int code) throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "signals are POSIX");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.bytedeco.javacpp.maxBytes=0",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        run.toString(),
                        "--threads",
                        "1")
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            assertThat(line).startsWith("Serving at http://127.0.0.1:");
            URI address = URI.create(line.substring("Serving at ".length()));
            assertThat(health(address)).isEqualTo(200);

            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

            List<String> lines = err.lines().toList();
            assertThat(process.exitValue()).as("%s", lines).isEqualTo(code);
            assertThat(lines).containsExactly("Closed");
            assertThat(isRefused(address)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static int health(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address.resolve("healthz")).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static boolean isRefused(URI address) throws IOException, InterruptedException {
        try {
            health(address);
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    @Test
    void badInput_isOneLine() {
        assertLine(
                List.of("--host", "0.0.0.0"),
                2,
                "--host 0.0.0.0 can be reached from other machines, so --token is required");
        assertLine(List.of("--port", "70000"), 2, "port must be 0 to 65535, got 70000");
        assertLine(List.of("--token", " "), 2, "token must not be blank");
        Cli none = Cli.run("serve", temp.resolve("none").toString());
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("no such file").doesNotContain("\tat ");
    }

    private static void assertLine(List<String> options, int code, String part) {
        Cli result = Cli.run("serve", run.toString(), options.get(0), options.get(1));
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        assertThat(result.err()).contains(part).doesNotContain("\tat ");
    }
}

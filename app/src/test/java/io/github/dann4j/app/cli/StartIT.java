package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every command has to wait for before it does anything. */
class StartIT {
    @Test
    void theVersion_needsNeitherLibtorchNorTheReadingOfFiles() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--version")
                .redirectErrorStream(true)
                .start();
        List<String> lines;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            lines = output.lines().toList();
        }
        assertThat(process.waitFor()).isZero();
        assertThat(lines).anyMatch(line -> line.startsWith("dann4j "));
        assertThat(lines).anyMatch(line -> line.contains(" " + Main.class.getName() + " "));
        assertThat(lines.stream().filter(line -> line.contains("com.fasterxml.jackson.databind.")))
                .as("the library that reads JSON and YAML, a tenth of a second")
                .isEmpty();
        assertThat(lines.stream().filter(line -> line.contains("org.bytedeco.javacpp.Loader ")))
                .as("who loads libtorch, a second")
                .isEmpty();
    }
}

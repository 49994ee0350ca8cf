package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the start of the program in a separate process. */
class StartIT {
    @TempDir
    private Path temp;

    @Test
    void theVersion_needsNeitherLibtorchNorTheReadingOfFiles() throws IOException, InterruptedException {
        Process process = dann4j(List.of("-Xlog:class+load"), "--version").start();
        List<String> lines;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            lines = output.lines().toList();
        }
        assertThat(process.waitFor()).isZero();
        assertThat(lines).anyMatch(line -> line.startsWith("dann4j "));
        assertThat(lines).anyMatch(line -> line.contains(" " + Main.class.getName() + " "));
        assertThat(lines.stream().filter(line -> line.contains("com.fasterxml.jackson.databind.")))
                .as("loading the library for JSON and YAML takes a tenth of a second")
                .isEmpty();
        assertThat(lines.stream().filter(line -> line.contains("org.bytedeco.javacpp.Loader ")))
                .as("loading libtorch takes a second")
                .isEmpty();
    }

    /** Users of older processors may ask for bfloat16 too: it is slow there, but it works. */
    @Test
    void bf16_isComputedWhereOneDnnHasNone() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "oneDNN's instruction sets are those of x86");
        String[] training = Cli.tiny(
                "train",
                new TinySets(temp.resolve("data")),
                "--preset",
                "paper",
                "--batch",
                "8",
                "--out",
                temp.resolve("out").toString());
        training[List.of(training).indexOf("--precision") + 1] = "bf16";
        ProcessBuilder builder = dann4j(List.of(), training);
        builder.environment().put("ONEDNN_MAX_CPU_ISA", "AVX2");
        Process process = builder.start();
        String output;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            output = String.join("\n", reader.lines().toList());
        }
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("target accuracy");
    }

    @Test
    void tooLittleAddressSpace_isOneLine() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/proc/self/limits")), "the limit is known on Linux");
        Path table = Files.writeString(temp.resolve("t.csv"), "0,1\n1,1\n1,2\n5,5\n5,6\n6,6\n");
        ProcessBuilder java = dann4j(List.of("-Xmx2g", "-XX:+UseSerialGC"), "embed", table.toString(), "--quiet");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -v 4300000; exec \"$@\"", "sh"));
        command.addAll(java.command());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            lines = output.lines().toList();
        }
        assertThat(process.waitFor()).as(String.join(" ", lines)).isEqualTo(1);
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("dann4j: libtorch needs at least 1000 MB of address space");
    }

    private static ProcessBuilder dann4j(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }
}

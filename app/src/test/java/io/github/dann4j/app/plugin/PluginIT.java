package io.github.dann4j.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.app.cli.Cli;
import io.github.dann4j.app.cli.TinySets;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a jar with a method on the class path of the program, which does not know the method. */
class PluginIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temp;

    @Test
    void aMethodOfAnotherJar_isListed_trained_andItsSecondLossIsInTheCurves() throws IOException, InterruptedException {
        String listed = dann4j("methods");
        assertThat(listed).contains("confident-target", "confident-target.weight=0.1");

        Path out = temp.resolve("out");
        List<String> arguments = new ArrayList<>(List.of(Cli.tiny(
                "compare",
                new TinySets(temp.resolve("data")),
                "--batch",
                "16",
                "--seeds",
                "0",
                "--methods",
                "source-only,confident-target",
                "--set",
                "confident-target.weight=0.5",
                "--out",
                out.toString())));
        arguments.set(arguments.indexOf("--steps") + 1, "40");
        String printed = dann4j(arguments.toArray(String[]::new));
        assertThat(printed).contains("Confident target");

        JsonNode results = JSON.readTree(out.resolve("results.json").toFile());
        assertThat(results.at("/recipe/methods/confident-target/weight").asDouble())
                .isEqualTo(0.5);
        JsonNode curve = results.at("/runs/1/curve");
        assertThat(curve)
                .isNotEmpty()
                .allSatisfy(point ->
                        assertThat(point.path("targetEntropy").asDouble(-1)).isBetween(0.0, Math.log(10)));
        assertThat(Files.readString(out.resolve("metrics.jsonl"))).contains("\"targetEntropy\":");
        assertThat(Files.readString(out.resolve("report.html"))).contains("\"entropy on the target\"");
    }

    private String dann4j(String... arguments) throws IOException, InterruptedException {
        String classPath = System.getProperty("java.class.path") + File.pathSeparator + jar();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-cp",
                classPath,
                "io.github.dann4j.app.cli.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            output = String.join("\n", reader.lines().toList());
        }
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private Path jar() throws IOException {
        Path jar = temp.resolve("confident.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("META-INF/services/io.github.dann4j.adapt.MethodProvider"));
            out.write("io.github.dann4j.app.plugin.ConfidentTarget$Provider".getBytes(StandardCharsets.UTF_8));
            for (String name : List.of("ConfidentTarget", "ConfidentTarget$Provider", "ConfidentTarget$Settings")) {
                String entry = "io/github/dann4j/app/plugin/" + name + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (InputStream in = PluginIT.class.getClassLoader().getResourceAsStream(entry)) {
                    assertThat(in).as(entry).isNotNull();
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }
}

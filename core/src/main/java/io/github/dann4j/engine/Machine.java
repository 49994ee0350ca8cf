package io.github.dann4j.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What the system tells of the machine and of this process. */
public final class Machine {
    private Machine() {}

    /** The processor's name where the system tells it, else the architecture. */
    public static String processor() {
        return field(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch"));
    }

    /** The most physical memory that this process has held so far, in MiB; empty where the system does not tell. */
    public static Optional<Long> peakRssMiB() {
        return field(Path.of("/proc/self/status"), "VmHWM")
                .map(value -> Long.parseLong(value.replace("kB", "").strip()) >> 10);
    }

    /** The value of the first line {@code name : value} of a file. */
    private static Optional<String> field(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name) && line.indexOf(':') > 0)
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // no Linux
        }
    }
}

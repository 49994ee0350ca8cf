package io.github.dann4j.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Facts that the operating system reports about the machine and this process. */
public final class Machine {
    private Machine() {}

    /** Returns the processor's name if the system reports it, otherwise the architecture. */
    public static String processor() {
        return field(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch"));
    }

    /** Returns the peak physical memory of this process so far, in MiB; empty if the system does not report it. */
    public static Optional<Long> peakRssMiB() {
        return field(Path.of("/proc/self/status"), "VmHWM")
                .map(value -> Long.parseLong(value.replace("kB", "").strip()) >> 10);
    }

    /** Returns the value of the first line {@code name : value} of a file. */
    private static Optional<String> field(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name) && line.indexOf(':') > 0)
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // not Linux
        }
    }
}

package io.github.dann4j.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Facts that the operating system reports about the machine and this process. */
public final class Machine {
    /** Instructions of which libtorch needs one for convolutions in bfloat16. */
    private static final Set<String> CONVERSIONS = Set.of("avx512vl", "avx_ne_convert");

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

    /**
     * Whether the system says that libtorch must compute bfloat16 value by value here: an x86 processor needs AVX-512,
     * or the conversions of AVX2. False if the system does not say.
     */
    static boolean computesNoBfloat16() {
        return field(Path.of("/proc/cpuinfo"), "flags")
                .map(Machine::computeNoBfloat16)
                .orElse(false);
    }

    /** @param flags a line of {@code /proc/cpuinfo}, which only x86 processors have under this name */
    static boolean computeNoBfloat16(String flags) {
        return Collections.disjoint(List.of(flags.split(" ")), CONVERSIONS);
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

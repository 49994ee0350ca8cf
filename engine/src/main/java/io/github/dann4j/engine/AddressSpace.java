package io.github.dann4j.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address space that this process may still map under a limit such as that of {@code ulimit -v}. Known on Linux.
 */
final class AddressSpace {
    private static final Pattern LIMIT = Pattern.compile("Max address space +([0-9]+) .*");
    private static final Pattern SIZE = Pattern.compile("VmSize:\\s+([0-9]+) kB");

    private AddressSpace() {}

    /** Returns the free address space in MB; empty if there is no limit or none is known. */
    static OptionalLong free() {
        Path self = Path.of("/proc/self");
        return free(self.resolve("limits"), self.resolve("status"));
    }

    static OptionalLong free(Path limits, Path status) {
        OptionalLong limit = first(limits, LIMIT);
        OptionalLong size = first(status, SIZE);
        return limit.isPresent() && size.isPresent()
                ? OptionalLong.of((limit.getAsLong() >> 20) - (size.getAsLong() >> 10))
                : OptionalLong.empty();
    }

    private static OptionalLong first(Path file, Pattern pattern) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(pattern::matcher)
                    .filter(Matcher::matches)
                    .mapToLong(line -> Long.parseLong(line.group(1)))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}

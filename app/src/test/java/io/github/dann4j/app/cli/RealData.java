package io.github.dann4j.app.cli;

import io.github.dann4j.data.catalog.DataLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of the public datasets, for tests that need them. */
public final class RealData {
    private RealData() {}

    /**
     * Returns the folder of the environment variable, or {@code shared/data} beside the project; null if there is none.
     */
    public static @Nullable Path folder() {
        String named = System.getenv(DataLocation.VARIABLE);
        Path here = Path.of("").toAbsolutePath();
        return Stream.concat(
                        Stream.ofNullable(named).filter(text -> !text.isBlank()).map(Path::of),
                        Stream.iterate(here, parent -> parent != null, Path::getParent)
                                .limit(4)
                                .map(parent -> parent.resolve("shared").resolve("data")))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
    }
}

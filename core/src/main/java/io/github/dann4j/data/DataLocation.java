package io.github.dann4j.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which data sets are looked for, first to last: the one the user named, the one of the environment
 * variable {@value #VARIABLE}, the user's cache folder.
 *
 * <p>Below each, a set has a folder of its own ({@code mnist/}, {@code svhn/}, ...).
 *
 * @param places in the order of looking
 */
public record DataLocation(List<Place> places) {
    /** Environment variable that names a data folder. */
    public static final String VARIABLE = "DANN4J_DATA";

    /**
     * A folder, and who named it.
     *
     * @param origin for messages: {@code --data}, the environment variable, {@code the cache folder}
     */
    public record Place(Path folder, String origin) {
        @Override
        public String toString() {
            return folder + " (" + origin + ")";
        }
    }

    public DataLocation {
        places = List.copyOf(places);
    }

    /**
     * The places of this user and machine.
     *
     * @param option the folder given by {@code --data}, or null
     * @throws DataException if {@code option} is no folder
     */
    public static DataLocation of(@Nullable Path option) {
        return of(option, System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", ""));
    }

    static DataLocation of(@Nullable Path option, Map<String, String> environment, String system, String home) {
        List<Place> places = new ArrayList<>();
        if (option != null) {
            if (!Files.isDirectory(option)) {
                throw new DataException("--data %s: no such folder".formatted(option));
            }
            places.add(new Place(option, "--data"));
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        if (!variable.isBlank()) {
            places.add(new Place(path(VARIABLE, variable), VARIABLE));
        }
        places.add(new Place(cache(environment, system.toLowerCase(Locale.ROOT), home), "the cache folder"));
        return new DataLocation(places);
    }

    /** The last place: where data that the program fetches or makes for itself belongs. */
    public Path cache() {
        return places.get(places.size() - 1).folder();
    }

    /** The first place that has all files of a set; empty if none has, and for a generated set. */
    public Optional<Place> folderOf(DataEntry entry) {
        List<String> files = Stream.concat(entry.trainFiles().stream(), entry.testFiles().stream())
                .toList();
        return places.stream()
                .filter(place -> !files.isEmpty() && files.stream().allMatch(file -> holds(place, file)))
                .findFirst();
    }

    private static boolean holds(Place place, String file) {
        return IdxFiles.accepted(file.replaceFirst("\\.gz$", "")).stream()
                .anyMatch(name -> Files.isRegularFile(place.folder().resolve(name)));
    }

    private static Path cache(Map<String, String> environment, String system, String home) {
        if (system.startsWith("windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            Path base = local.isBlank()
                    ? path("user.home", home).resolve("AppData").resolve("Local")
                    : path("LOCALAPPDATA", local);
            return base.resolve("dann4j").resolve("data");
        }
        if (system.startsWith("mac")) {
            return path("user.home", home)
                    .resolve("Library")
                    .resolve("Caches")
                    .resolve("dann4j")
                    .resolve("data");
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The XDG rule: a relative path there is invalid and to be ignored.
        Path base = xdg.startsWith("/")
                ? path("XDG_CACHE_HOME", xdg)
                : path("user.home", home).resolve(".cache");
        return base.resolve("dann4j").resolve("data");
    }

    private static Path path(String origin, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new DataException("%s: not a path: %s".formatted(origin, value), e);
        }
    }

    /**
     * Finds files that belong together. All are taken from the first place that has any of them.
     *
     * @param set name of the set, for the message
     * @param names each file's accepted names, relative to a place, the official one first
     * @return the files, in the order of {@code names}
     * @throws DataException if no place has them all; the message says where to put what
     */
    List<Path> find(String set, List<List<String>> names) {
        for (Place place : places) {
            List<Optional<Path>> found = names.stream()
                    .map(accepted -> accepted.stream()
                            .map(place.folder()::resolve)
                            .filter(Files::isRegularFile)
                            .findFirst())
                    .toList();
            if (found.stream().allMatch(Optional::isPresent)) {
                return found.stream().flatMap(Optional::stream).toList();
            }
            if (found.stream().anyMatch(Optional::isPresent)) {
                String missing =
                        names.get(found.indexOf(Optional.<Path>empty())).get(0);
                throw new DataException("%s: %s is there but not %s; put it into %s beside the other"
                        .formatted(
                                set,
                                found.stream()
                                        .flatMap(Optional::stream)
                                        .map(Path::toString)
                                        .collect(Collectors.joining(", ")),
                                missing,
                                place.folder()));
            }
        }
        throw new DataException(
                "%s: no file %s in any of: %s; put the files there, or name their folder by --data or %s"
                        .formatted(
                                set,
                                names.stream().map(accepted -> accepted.get(0)).collect(Collectors.joining(", ")),
                                places.stream().map(Place::toString).collect(Collectors.joining(", ")),
                                VARIABLE));
    }
}

package io.github.dann4j.data.catalog;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.PathInName;
import io.github.dann4j.data.store.StorageSpace;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which datasets are searched for, first to last: the folder that the user named, the folder of the
 * environment variable {@value #VARIABLE}, the user's cache folder.
 *
 * <p>Below each, every dataset has its own folder ({@code mnist/}, {@code svhn/}, ...).
 *
 * @param places folders in search order
 * @param from base of relative paths in {@code folder:} names; a path that does not exist there is resolved against the
 *     working directory
 * @param imageMemory the most bytes that the pixels or features of one split may take in memory; a larger split of
 *     files is kept in a mapped file in the cache folder
 */
@PublicApi
public record DataLocation(List<Place> places, Path from, long imageMemory) {
    /** Environment variable that names a data folder. */
    public static final String VARIABLE = "DANN4J_DATA";

    /**
     * A folder and where its name comes from.
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

    /** Creates a location; relative paths are resolved against the working directory. */
    public DataLocation(List<Place> places) {
        this(places, PathInName.HERE, StorageSpace.USUAL_MEMORY);
    }

    /** Returns these places with another base for the relative paths of {@code folder:} names. */
    public DataLocation from(Path directory) {
        return new DataLocation(places, directory, imageMemory);
    }

    /** Returns these places with another limit for the memory of a split. */
    public DataLocation withImageMemory(long bytes) {
        return new DataLocation(places, from, bytes);
    }

    /**
     * Returns the places of this user and machine.
     *
     * @param option the folder given by {@code --data}, or null
     * @throws DataException if {@code option} is not a folder
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

    /** Describes all places with their origins, for messages. */
    public String described() {
        return places.stream().map(Place::toString).collect(Collectors.joining(", "));
    }

    /** Returns the last place, where the program puts data that it downloads or generates. */
    public Path cache() {
        return places.get(places.size() - 1).folder();
    }

    /** Returns where examples are kept that do not fit into memory. */
    StorageSpace space() {
        return new StorageSpace(cache(), imageMemory);
    }

    /** Returns the first place that has all files of both splits in one form or another; empty if none has. */
    Optional<Place> placeOf(List<StorageForm> train, List<StorageForm> test) {
        return places.stream()
                .filter(place -> train.stream().anyMatch(form -> isComplete(found(place, form)))
                        && test.stream().anyMatch(form -> isComplete(found(place, form))))
                .findFirst();
    }

    /** Returns whether no place has any file of any of these forms. */
    boolean hasNothing(List<StorageForm> forms) {
        return places.stream()
                .flatMap(place -> forms.stream().map(form -> found(place, form)))
                .flatMap(List::stream)
                .noneMatch(Optional::isPresent);
    }

    /** Returns the files of a form that exist, in the form's order. */
    private static List<Optional<Path>> found(Place place, StorageForm form) {
        return form.names().stream()
                .map(accepted -> accepted.stream()
                        .filter(name -> name.endsWith("/")
                                ? Files.isDirectory(place.folder().resolve(name))
                                : Files.isRegularFile(place.folder().resolve(name)))
                        .map(place.folder()::resolve)
                        .findFirst())
                .toList();
    }

    private static boolean isComplete(List<Optional<Path>> found) {
        return found.stream().allMatch(Optional::isPresent);
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
        // The XDG rule: a relative path is invalid there and must be ignored.
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
     * The files of one split.
     *
     * @param form their form
     * @param files in the order of the form's names
     */
    record Found(StorageForm form, List<Path> files) {}

    /**
     * Finds the files of one split. All come from the first place that has any of them, in the first complete form; a
     * form that is complete for both splits comes before others.
     *
     * @throws DataException if no place has a complete form; the message says which files to put where
     */
    Found find(CatalogEntry listing, Split split) {
        String set = listing.entry().name();
        List<StorageForm> forms = listing.forms(split);
        String remedy = listing.downloads().isEmpty() ? "" : "fetch them with 'dann4j data fetch %s', ".formatted(set);
        List<StorageForm> others = listing.forms(split == Split.TRAIN ? Split.TEST : Split.TRAIN);
        for (Place place : places) {
            // Prefer a form that is complete for both splits: some forms split the same images in different ways.
            List<StorageForm> ordered = IntStream.range(0, forms.size())
                    .boxed()
                    .sorted(Comparator.comparing(i -> !isComplete(found(place, others.get(i)))))
                    .map(forms::get)
                    .toList();
            for (StorageForm form : ordered) {
                List<Optional<Path>> found = found(place, form);
                if (isComplete(found)) {
                    return new Found(
                            form, found.stream().flatMap(Optional::stream).toList());
                }
            }
            for (StorageForm form : forms) {
                List<Optional<Path>> found = found(place, form);
                if (found.stream().anyMatch(Optional::isPresent)) {
                    throw partial(
                            set,
                            split,
                            place,
                            form,
                            found,
                            remedy.isEmpty() ? "" : ", or fetch it with 'dann4j data fetch %s'".formatted(set));
                }
            }
        }
        throw new DataException(
                "%s %s: no file %s in any of: %s; %sput them there, or name their folder with --data or %s"
                        .formatted(
                                set,
                                split.label(),
                                forms.stream()
                                        .map(DataLocation::official)
                                        .collect(Collectors.joining(" (or: ", "", ")".repeat(forms.size() - 1))),
                                described(),
                                remedy,
                                VARIABLE));
    }

    private static String official(StorageForm form) {
        return form.names().stream().map(accepted -> accepted.get(0)).collect(Collectors.joining(", "));
    }

    private static DataException partial(
            String set, Split split, Place place, StorageForm form, List<Optional<Path>> found, String remedy) {
        String missing = form.names().get(found.indexOf(Optional.<Path>empty())).get(0);
        return new DataException("%s %s: %s exists but %s is missing; put it into %s beside the other%s"
                .formatted(
                        set,
                        split.label(),
                        found.stream()
                                .flatMap(Optional::stream)
                                .map(Path::toString)
                                .collect(Collectors.joining(", ")),
                        missing,
                        place.folder(),
                        remedy));
    }
}

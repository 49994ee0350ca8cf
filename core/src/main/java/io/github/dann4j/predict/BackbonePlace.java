package io.github.dann4j.predict;

import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@value #FILE} beside a model, one line: the path of the file of its backbone on this machine. A model itself
 * has only the name of that file, because models are shared and paths are not.
 */
final class BackbonePlace {
    static final String FILE = "backbone.path";

    private BackbonePlace() {}

    static void write(Path model, BackboneRecord backbone) {
        if (Path.of(backbone.file()).isAbsolute()) {
            AtomicFile.write(
                    beside(model), out -> out.write((backbone.file() + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    static void copy(Path from, Path to) {
        Path file = beside(from);
        if (Files.isRegularFile(file)) {
            AtomicFile.write(beside(to), out -> Files.copy(file, out));
        }
    }

    /**
     * Returns a backbone with the place of its file: the one that the card of an earlier version has, the one of
     * {@value #FILE}, or beside the model; the first of these if there is no file in any.
     */
    static BackboneRecord located(Path model, BackboneRecord backbone) {
        List<Path> places = new ArrayList<>();
        Path own = Path.of(backbone.file());
        if (own.isAbsolute()) {
            places.add(own);
        }
        read(beside(model)).stream()
                .filter(place -> place.endsWith(backbone.name()))
                .forEach(places::add);
        places.add(model.toAbsolutePath().resolveSibling(backbone.name()));
        return backbone.at(
                places.stream().filter(Files::isRegularFile).findFirst().orElse(places.get(0)));
    }

    private static Path beside(Path model) {
        return model.toAbsolutePath().resolveSibling(FILE);
    }

    private static List<Path> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            return List.of(Path.of(Files.readString(file).strip()).toAbsolutePath());
        } catch (IOException e) {
            throw new FileException("%s cannot be read: %s".formatted(file, FileException.reason(e)), e);
        } catch (InvalidPathException e) {
            throw new FileException("%s: not a path: %s".formatted(file, e.getMessage()), e);
        }
    }
}

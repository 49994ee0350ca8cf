package io.github.dann4j.data.name;

import io.github.dann4j.data.DataException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The dataset that a name refers to, regardless of slices, thinning and spelling. {@code usps}, {@code usps[:5000]} and
 * {@code usps%0=0.2} are the same dataset, and so are all spellings of the path of a folder or file, with any options.
 * Compare datasets by this name, never by the text of the full name.
 *
 * @param text the name in the catalogue, or {@code folder:}, {@code csv:} etc. followed by the real path
 */
public record BaseName(String text) {
    /**
     * Returns the dataset of a name. A text that is not the name of a dataset stands for itself.
     *
     * @param from base of relative paths
     */
    public static BaseName of(String name, Path from) {
        try {
            PathInName form = PathInName.of(name);
            return new BaseName(
                    form == null ? DataName.parse(name).base() : form.prefix() + real(form.path(name, from)));
        } catch (DataException e) {
            return new BaseName(name);
        }
    }

    /** Returns the dataset of a name; relative paths are resolved against the working directory. */
    public static BaseName of(String name) {
        return of(name, PathInName.HERE);
    }

    /** Resolves links; returns the absolute path if the file does not exist. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    /**
     * Returns the number of name elements of this folder's path if the folder contains the file, and −1 if it does not
     * or if this is not a folder.
     */
    public int depthAbove(Path file) {
        if (!isFolder()) {
            return -1;
        }
        Path folder = Path.of(text.substring(PathInName.FOLDER.prefix().length()));
        return real(file).startsWith(folder) ? folder.getNameCount() : -1;
    }

    /** Returns whether this is a folder of images. */
    public boolean isFolder() {
        return FolderName.is(text);
    }
}

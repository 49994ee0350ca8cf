package io.github.dann4j.data.name;

import io.github.dann4j.data.DataException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The dataset that a name means, whatever part of it and however it is written: {@code usps}, {@code usps[:5000]} and
 * {@code usps%0=0.2} are one, and so are all ways to write the path of a folder or file, with any options. Names are compared by this, never
 * as texts.
 *
 * @param text the name in the catalogue, or {@code folder:}, {@code csv:} ... and the real path
 */
public record BaseName(String text) {
    /**
     * The dataset of a name. A text that is no name of a dataset stands for itself.
     *
     * @param from where a relative path counts from
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

    /** The dataset of a name; a relative path counts from the working directory. */
    public static BaseName of(String name) {
        return of(name, PathInName.HERE);
    }

    /** Without links; of what is not there, the absolute path. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    /** How many folders lie above a file or folder down to this one, itself counted; −1 if this is no folder that holds it. */
    public int depthAbove(Path file) {
        if (!isFolder()) {
            return -1;
        }
        Path folder = Path.of(text.substring(PathInName.FOLDER.prefix().length()));
        return real(file).startsWith(folder) ? folder.getNameCount() : -1;
    }

    /** Whether it is a folder of pictures. */
    public boolean isFolder() {
        return FolderName.is(text);
    }
}

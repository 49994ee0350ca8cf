package io.github.dann4j.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The dataset that a name means, whatever part of it and however it is written: {@code usps}, {@code usps[:5000]} and
 * {@code usps%0=0.2} are one, and so are all ways to write the path of a folder, with any options. Names are compared by this, never
 * as texts.
 *
 * @param text the name in the catalogue, or {@code folder:} and the real path
 */
public record BaseName(String text) {
    /**
     * The dataset of a name. A text that is no name of a dataset stands for itself.
     *
     * @param from where a relative folder counts from
     */
    public static BaseName of(String name, Path from) {
        try {
            return new BaseName(
                    FolderName.is(name)
                            ? FolderName.PREFIX + real(FolderName.folder(name, from))
                            : DataName.parse(name).base());
        } catch (DataException e) {
            return new BaseName(name);
        }
    }

    /** The dataset of a name; a relative folder counts from the working directory. */
    public static BaseName of(String name) {
        return of(name, FolderName.HERE);
    }

    /** Without links; of a folder that is not there, its absolute path. */
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }

    /** How many folders lie above a file or folder down to this one, itself counted; −1 if this is no folder that holds it. */
    public int depthAbove(Path file) {
        if (!isFolder()) {
            return -1;
        }
        Path folder = Path.of(text.substring(FolderName.PREFIX.length()));
        return real(file).startsWith(folder) ? folder.getNameCount() : -1;
    }

    /** Whether it is a folder of pictures. */
    public boolean isFolder() {
        return FolderName.is(text);
    }
}

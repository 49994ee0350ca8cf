package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The files below one root, which is a folder, a zip archive or a (gzip-compressed) tar archive. Archives are read in
 * place; nothing is ever unpacked to disk.
 *
 * <p>Archives are not trusted. An entry whose name leads out of the archive is refused, and a file is read up to
 * {@link #MOST_BYTES} and no further, whatever length it claims. Several threads may read at the same time.
 */
public sealed interface FileTree extends AutoCloseable {
    /** Size limit: a larger file is neither an image nor a list of labels. */
    int MOST_BYTES = 256 << 20;

    /** Maximum number of files in an archive. */
    int MOST_FILES = 2_000_000;

    /** Line ends and other invisible characters, which would split a message. */
    Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

    /** Returns the folder or archive itself. */
    Path root();

    /**
     * Returns all files, relative to the root, separated by {@code /}, sorted, without those that {@link FolderWalk}
     * skips.
     */
    List<String> names();

    /**
     * Returns the content of one file.
     *
     * @throws IOException if it cannot be read, or is larger than {@link #MOST_BYTES}
     */
    byte[] read(String name) throws IOException;

    @Override
    void close();

    /**
     * Opens a folder or an archive; archives are recognised by their content.
     *
     * @throws DataException if it cannot be read
     * @throws FileException if a folder below it cannot be read
     */
    static FileTree open(Path path) {
        try {
            if (Files.isDirectory(path)) {
                return Folder.list(new FolderWalk(path), path);
            }
            byte[] magic;
            try (InputStream in = Files.newInputStream(path)) {
                magic = in.readNBytes(2);
            }
            return magic.length == 2 && magic[0] == 'P' && magic[1] == 'K' ? Zip.open(path) : Tar.load(path);
        } catch (IOException e) {
            throw new DataException("%s: cannot be read: %s".formatted(path, FileException.reason(e)), e);
        }
    }

    private static boolean hidden(String name) {
        return Arrays.stream(name.split("/")).anyMatch(FolderWalk::isLeftOut);
    }

    /** Returns a name that is safe to use. A name that leads out of the archive is a sign of an attack. */
    private static String checked(Path archive, String name) {
        String plain = name.startsWith("./") ? name.substring(2) : name;
        boolean climbs = List.of(plain.replace('\\', '/').split("/")).contains("..");
        if (CONTROL.matcher(plain).find()) {
            throw new DataException(
                    "%s: the name of its entry '%s' contains control characters; do not trust this archive"
                            .formatted(archive, CONTROL.matcher(name).replaceAll("?")));
        }
        if (plain.startsWith("/") || plain.startsWith("\\") || plain.matches("[A-Za-z]:.*") || climbs) {
            throw new DataException(
                    "%s: its entry '%s' leads out of the archive; do not trust this archive".formatted(archive, name));
        }
        return plain;
    }

    private static byte[] bounded(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException(String.format(Locale.ROOT, "%s is larger than %d MB", name, MOST_BYTES >> 20));
        }
        return bytes;
    }

    /**
     * A folder on disk, listed by {@link FolderWalk}.
     *
     * @param problems reasons why files cannot be read, by name
     */
    record Folder(Path root, List<String> names, Map<String, String> problems) implements FileTree {
        static Folder list(FolderWalk walk, Path root) {
            List<String> names = new ArrayList<>();
            Map<String, String> problems = new HashMap<>();
            while (walk.hasNext()) {
                FolderWalk.Found found = walk.next();
                String problem = found.problem();
                if (problem != null && found.folder()) {
                    throw new FileException("%s: %s".formatted(found.path(), problem));
                }
                // Element by element: a backslash is a separator only where the file system says so.
                String name = StreamSupport.stream(root.relativize(found.path()).spliterator(), false)
                        .map(Path::toString)
                        .collect(Collectors.joining("/"));
                names.add(name);
                if (problem != null) {
                    problems.put(name, problem);
                }
            }
            Collections.sort(names);
            return new Folder(root, List.copyOf(names), Map.copyOf(problems));
        }

        @Override
        public byte[] read(String name) throws IOException {
            String problem = problems.get(name);
            if (problem != null) {
                throw new IOException(problem);
            }
            try (InputStream in = Files.newInputStream(root.resolve(name))) {
                return bounded(in, name);
            }
        }

        @Override
        public void close() {}
    }

    /** A zip archive; its files are found through the list at its end. */
    record Zip(Path root, ZipFile zip, List<String> names) implements FileTree {
        static Zip open(Path path) throws IOException {
            ZipFile zip = new ZipFile(path.toFile());
            try {
                if (zip.size() > MOST_FILES) {
                    throw new DataException(String.format(
                            Locale.ROOT, "%s: contains %d files, more than %d", path, zip.size(), MOST_FILES));
                }
                List<String> names = new ArrayList<>();
                for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                    ZipEntry entry = entries.nextElement();
                    String name = checked(path, entry.getName());
                    if (!entry.isDirectory() && !hidden(name)) {
                        names.add(name);
                    }
                }
                Collections.sort(names);
                return new Zip(path, zip, List.copyOf(names));
            } catch (IllegalArgumentException e) {
                zip.close();
                throw new IOException("damaged zip archive", e); // a name that is not UTF-8
            } catch (RuntimeException e) {
                zip.close();
                throw e;
            }
        }

        @Override
        public byte[] read(String name) throws IOException {
            ZipEntry entry = zip.getEntry(name);
            try (InputStream in = entry == null ? null : zip.getInputStream(entry)) {
                if (in == null) {
                    throw new IOException(name + " is not in the archive");
                }
                return bounded(in, name);
            }
        }

        @Override
        public void close() {
            try {
                zip.close();
            } catch (IOException e) {
                throw new DataException("%s: cannot be closed: %s".formatted(root, FileException.reason(e)), e);
            }
        }
    }

    /**
     * A tar archive. It has no list of its files, so it is read once from end to end, and its (small, compressed) files
     * are kept in memory.
     */
    record Tar(Path root, Map<String, byte[]> files) implements FileTree {
        /** Maximum number of bytes kept; the archive of MNIST-M contains 170 MB. */
        private static final long MOST_KEPT = 1L << 30;

        static Tar load(Path path) throws IOException {
            Map<String, byte[]> files = new TreeMap<>();
            long kept = 0;
            try (InputStream in = CompressedFile.open(path);
                    TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
                for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                    String name = checked(path, entry.getName());
                    if (!entry.isFile() || hidden(name) || !tar.canReadEntryData(entry)) {
                        continue;
                    }
                    byte[] content = bounded(tar, name);
                    kept += content.length;
                    if (kept > MOST_KEPT || files.size() >= MOST_FILES) {
                        throw new DataException(String.format(
                                Locale.ROOT,
                                "%s: contains more than %d MB or %d files; unpack it into a folder beside it and delete it",
                                path,
                                MOST_KEPT >> 20,
                                MOST_FILES));
                    }
                    files.put(name, content);
                }
            } catch (RuntimeException e) {
                if (e instanceof DataException) {
                    throw e;
                }
                throw new IOException("damaged tar archive", e);
            }
            return new Tar(path, files);
        }

        @Override
        public List<String> names() {
            return List.copyOf(files.keySet());
        }

        @Override
        public byte[] read(String name) throws IOException {
            byte[] content = files.get(name);
            if (content == null) {
                throw new IOException(name + " is not in the archive");
            }
            return content;
        }

        @Override
        public void close() {
            files.clear();
        }
    }
}

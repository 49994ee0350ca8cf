package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.name.PathInName;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.fetch.RemoteFile;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of a check of a dataset's files.
 *
 * @param findings one line per file and per split
 * @param isSound whether all files are complete and none differs from what was published
 */
public record DataVerification(List<String> findings, boolean isSound) {
    /**
     * Checksums of whole splits ({@link ImageSet#sha256()}): repacked files have other checksums, but the same content.
     */
    private static final Map<String, String> CONTENTS = Map.of(
            "mnist train", "7ae00515cbd6185fa6d8fe9b9f8ebf0c34ee420cfa5a372f0adfc33bf9dea17f",
            "mnist test", "8ae505bce4436ce44a5a19aea29507e9eb5c72ef6afaecefcff715b6dd012e6b");

    public DataVerification {
        findings = List.copyOf(findings);
    }

    /** Reads all files of a dataset from end to end. */
    public static DataVerification of(DatasetInfo entry, DataLocation where) {
        List<String> findings = new ArrayList<>();
        boolean sound = true;
        for (Split split : Split.values()) {
            String published = null;
            try {
                published = read(entry, split, where, findings);
            } catch (DataException e) {
                findings.add("%s: PROBLEM: %s".formatted(split.label(), e.getMessage()));
                sound = false;
                continue;
            }
            boolean own = PathInName.of(entry.name()) != null || DataCatalog.isGenerated(entry);
            for (Path file : own ? List.<Path>of() : DataCatalog.files(entry, split, where)) {
                String difference = difference(entry, file);
                if (difference == null) {
                    continue;
                }
                boolean sameContent = published.equals(CONTENTS.get(entry.name() + " " + split.label()));
                sound &= sameContent;
                findings.add(
                        sameContent
                                ? "%s: the published content, packed differently".formatted(file)
                                : "%s: PROBLEM: %s".formatted(file, difference));
            }
        }
        return new DataVerification(findings, sound);
    }

    /** Reads a split, adds a finding on it, and returns the checksum of its content. */
    private static String read(DatasetInfo entry, Split split, DataLocation where, List<String> findings) {
        try (ExampleSet set = DataCatalog.examples(entry.name(), split, where, GeneratedSize.defaults())) {
            findings.add(String.format(
                    Locale.ROOT,
                    "%s: whole: %,d %s of %s",
                    split.label(),
                    set.size(),
                    set.things(),
                    set.shape().stream().map(String::valueOf).collect(Collectors.joining(" x "))));
            set.notes().forEach(note -> findings.add(split.label() + ": " + note));
            return set.sha256();
        }
    }

    /** Returns how a file differs from the published file of its name; null if it does not, or if nothing is known. */
    private static @org.jspecify.annotations.Nullable String difference(DatasetInfo entry, Path file) {
        Optional<RemoteFile> published = DataCatalog.downloads(entry).stream()
                .filter(one -> file.endsWith(one.name()))
                .findFirst();
        if (published.isEmpty()) {
            return null;
        }
        try {
            String difference = published.get().difference(file);
            return difference.isEmpty() ? null : difference;
        } catch (IOException e) {
            return "cannot be read: " + FileException.reason(e);
        }
    }
}

package io.github.dann4j.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A published file.
 *
 * @param name path relative to a data folder
 * @param format expected format
 * @param bytes length; {@value #UNKNOWN} if unknown
 * @param checksum null if unknown
 * @param addresses where the file can be downloaded, the publisher's address first; tried in order
 */
public record RemoteFile(
        String name,
        FileFormat format,
        long bytes,
        @Nullable Checksum checksum,
        List<URI> addresses) {
    /** Length of a file whose length is not published. */
    public static final long UNKNOWN = -1;

    public RemoteFile {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(name + " needs at least one address");
        }
    }

    /** Returns how a file differs from the published one; empty if it does not, or if nothing is known of that. */
    public String difference(Path file) throws IOException {
        Checksum sum = checksum == null ? null : checksum.of(file);
        if (sum != null && !sum.equals(checksum)) {
            return "has %s, the published file %s".formatted(sum, checksum);
        }
        long length = Files.size(file);
        return bytes >= 0 && length != bytes
                ? String.format(Locale.ROOT, "has %d bytes, the published file %d", length, bytes)
                : "";
    }
}

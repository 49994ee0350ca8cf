package io.github.dann4j.fetch;

import java.net.URI;
import java.util.List;
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
}

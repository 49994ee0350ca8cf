package io.github.dann4j.fetch;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A published file.
 *
 * @param name where it belongs, relative to a data folder
 * @param format what it is
 * @param bytes its length; {@value #UNKNOWN} where it is not known
 * @param checksum null where none is known
 * @param addresses where it can be had, the publisher's first; tried in turn
 */
public record RemoteFile(
        String name,
        FileFormat format,
        long bytes,
        @Nullable Checksum checksum,
        List<URI> addresses) {
    /** Length of a file of which none is published. */
    public static final long UNKNOWN = -1;

    public RemoteFile {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(name + " needs an address");
        }
    }
}

package io.github.dann4j.fetch;

/** Receives the progress of a fetch. Called from several threads. */
public interface FetchListener {
    /**
     * Reports that bytes have arrived.
     *
     * @param done bytes of the file received so far
     * @param total length of the file; {@value RemoteFile#UNKNOWN} while it is unknown
     */
    default void progress(RemoteFile file, long done, long total) {}

    /** Reports an event that the user should know: a retry, another address, a wait. */
    default void note(RemoteFile file, String text) {}

    /**
     * Reports that the file is in place.
     *
     * @param fetched false if it already existed
     */
    default void done(RemoteFile file, boolean fetched) {}
}

package io.github.dann4j.fetch;

/** Watches a fetch. Called from several threads. */
public interface FetchListener {
    /**
     * Bytes have arrived.
     *
     * @param done bytes of the file that are there
     * @param total its length; {@value RemoteFile#UNKNOWN} as long as it is not known
     */
    default void progress(RemoteFile file, long done, long total) {}

    /** Something worth telling: a retry, another address, a wait. */
    default void note(RemoteFile file, String text) {}

    /**
     * The file is in place.
     *
     * @param fetched false if it was there before
     */
    default void done(RemoteFile file, boolean fetched) {}
}

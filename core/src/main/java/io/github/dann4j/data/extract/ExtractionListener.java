package io.github.dann4j.data.extract;

/** Receives the progress of computing features. Called by several threads, never by two at once. */
public interface ExtractionListener {
    /** Ignores everything. */
    ExtractionListener SILENT = (name, done, total, kept) -> {};

    /**
     * Some features are computed.
     *
     * @param name dataset and split
     * @param done number of images whose features were computed
     * @param total number of images whose features have to be computed
     * @param kept number of other images, whose features were on disk already
     */
    void progress(String name, int done, int total, int kept);
}

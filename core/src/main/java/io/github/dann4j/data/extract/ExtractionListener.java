package io.github.dann4j.data.extract;

/** Receives the progress of computing features or preparing images. Called by several threads, never by two at once. */
public interface ExtractionListener {
    /** Ignores everything. */
    ExtractionListener SILENT = (name, what, done, total, kept) -> {};

    /**
     * Some images are done.
     *
     * @param name dataset and split
     * @param what {@code features} or {@code pixels}
     * @param done number of images that are done
     * @param total number of images that had to be done
     * @param kept number of other images, whose features or pixels were on disk already
     */
    void progress(String name, String what, int done, int total, int kept);
}

/**
 * What needs no libtorch: images, decoded and brought to the input of a network; networks that others trained. Types
 * that carry {@link io.github.dann4j.api.PublicApi} stay compatible; all others may change without notice.
 */
module io.github.dann4j.image {
    requires transitive java.desktop;
    requires transitive org.jspecify;

    uses io.github.dann4j.backbone.BackboneProvider;

    // Packages with a promise: their types that carry @PublicApi.
    exports io.github.dann4j.api;
    exports io.github.dann4j.data.image;
    exports io.github.dann4j.failure;

    // For the other modules of this project; these packages may change without notice.
    exports io.github.dann4j.backbone to
            io.github.dann4j.app,
            io.github.dann4j.classify,
            io.github.dann4j.core;
    exports io.github.dann4j.files to
            io.github.dann4j.app,
            io.github.dann4j.bench,
            io.github.dann4j.classify,
            io.github.dann4j.core,
            io.github.dann4j.report;

    // Records that are written as JSON and read back.
    opens io.github.dann4j.backbone to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.data.image to
            com.fasterxml.jackson.databind;
}

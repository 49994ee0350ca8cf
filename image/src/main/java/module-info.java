/**
 * What needs no libtorch: images, decoded and brought to the input of a network; networks that
 * others trained. Packages that are not exported to all may
 * change without notice.
 */
module io.github.dann4j.image {
    requires java.desktop;
    requires transitive org.jspecify;

    uses io.github.dann4j.backbone.BackboneProvider;

    exports io.github.dann4j.backbone;
    exports io.github.dann4j.data.image;
    exports io.github.dann4j.failure;
    exports io.github.dann4j.files to
            io.github.dann4j.classify,
            io.github.dann4j.core,
            io.github.dann4j.report;

    // Records that are written as JSON and read back.
    opens io.github.dann4j.backbone to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.data.image to
            com.fasterxml.jackson.databind;
}

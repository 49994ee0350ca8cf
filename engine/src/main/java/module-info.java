/** The layer over libtorch. Packages that are not exported to all may change without notice. */
module io.github.dann4j.engine {
    requires org.bytedeco.openblas;
    requires transitive org.bytedeco.javacpp;
    requires transitive org.bytedeco.pytorch;
    requires transitive org.jspecify;

    exports io.github.dann4j.engine;
    exports io.github.dann4j.failure;
    exports io.github.dann4j.files to
            io.github.dann4j.core,
            io.github.dann4j.report;
}

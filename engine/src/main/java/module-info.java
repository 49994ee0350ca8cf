/** The layer over libtorch. */
module io.github.dann4j.engine {
    requires org.bytedeco.openblas;
    requires transitive io.github.dann4j.image;
    requires transitive org.bytedeco.javacpp;
    requires transitive org.bytedeco.pytorch;
    requires transitive org.jspecify;

    // Packages with a promise: their types that carry @PublicApi.
    exports io.github.dann4j.engine;
}

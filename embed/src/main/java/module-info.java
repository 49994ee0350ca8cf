/** Embeddings of any points: begin with {@link io.github.dann4j.embed.Tsne}. */
module io.github.dann4j.embed {
    requires org.apache.lucene.core;
    requires transitive io.github.dann4j.engine;

    // Packages with a promise: their types that carry @PublicApi.
    exports io.github.dann4j.embed;
    exports io.github.dann4j.embed.point;
}

/**
 * Domain adaptation on the JVM, as a library.
 *
 * <p>A training needs {@link io.github.dann4j.recipe recipe}, {@link io.github.dann4j.data.catalog data.catalog} and
 * {@link io.github.dann4j.experiment experiment}; your own method {@link io.github.dann4j.adapt adapt}; a saved model
 * {@link io.github.dann4j.predict predict}. Types that carry
 * {@link io.github.dann4j.api.PublicApi} stay compatible; all others may change without notice.
 */
module io.github.dann4j.core {
    requires com.fasterxml.jackson.databind;
    requires com.google.protobuf;
    requires io.github.dann4j.embed;
    requires java.desktop;
    requires java.net.http;
    requires jdk.management;
    requires liblinear;
    requires org.apache.commons.compress;
    requires org.apache.commons.csv;
    requires org.apache.fontbox;
    requires org.apache.pdfbox.io;
    requires org.slf4j;
    requires org.tribuo.util.onnx;
    requires transitive io.github.dann4j.engine;

    uses io.github.dann4j.adapt.MethodProvider;

    provides io.github.dann4j.backbone.BackboneProvider with
            io.github.dann4j.pretrained.TorchBackbones;

    // Packages with a promise: their types that carry @PublicApi.
    exports io.github.dann4j.adapt;
    exports io.github.dann4j.adapt.registry;
    exports io.github.dann4j.data;
    exports io.github.dann4j.data.batch;
    exports io.github.dann4j.data.catalog;
    exports io.github.dann4j.data.name;
    exports io.github.dann4j.data.prepare;
    exports io.github.dann4j.data.synth;
    exports io.github.dann4j.evaluate;
    exports io.github.dann4j.experiment;
    exports io.github.dann4j.model;
    exports io.github.dann4j.optimize;
    exports io.github.dann4j.predict;
    exports io.github.dann4j.recipe;
    exports io.github.dann4j.result;
    exports io.github.dann4j.train;

    // For the other modules of this project; these packages may change without notice.
    exports io.github.dann4j.benchmark to
            io.github.dann4j.app;
    exports io.github.dann4j.choose to
            io.github.dann4j.app,
            io.github.dann4j.report;
    exports io.github.dann4j.choose.study to
            io.github.dann4j.app;
    exports io.github.dann4j.data.extract to
            io.github.dann4j.app;
    exports io.github.dann4j.data.format to
            io.github.dann4j.app;
    exports io.github.dann4j.data.store to
            io.github.dann4j.app;
    exports io.github.dann4j.diagnosis to
            io.github.dann4j.app,
            io.github.dann4j.report;
    exports io.github.dann4j.distribute to
            io.github.dann4j.app;
    exports io.github.dann4j.export to
            io.github.dann4j.app;
    exports io.github.dann4j.fetch to
            io.github.dann4j.app;
    exports io.github.dann4j.labelshift to
            io.github.dann4j.app;
    exports io.github.dann4j.paper to
            io.github.dann4j.app;
    exports io.github.dann4j.paper.image to
            io.github.dann4j.app;
    exports io.github.dann4j.pretrained to
            io.github.dann4j.app;
    exports io.github.dann4j.sweep to
            io.github.dann4j.app,
            io.github.dann4j.report;
    exports io.github.dann4j.validate to
            io.github.dann4j.app,
            io.github.dann4j.report;
    exports io.github.dann4j.validate.pool to
            io.github.dann4j.app,
            io.github.dann4j.report;

    // Records that are written as JSON and read back.
    opens io.github.dann4j.adapt to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.adapt.adversary to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.adapt.selftraining to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.adapt.statistic to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.choose to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.choose.study to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.data to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.data.prepare to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.evaluate to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.experiment to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.model to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.optimize to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.paper to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.paper.image to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.predict to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.recipe to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.result to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.sweep to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.train to
            com.fasterxml.jackson.databind;
}

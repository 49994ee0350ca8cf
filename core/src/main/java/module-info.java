/**
 * Domain adaptation on the JVM, as a library.
 *
 * <p>A training needs {@link io.github.dann4j.recipe recipe}, {@link io.github.dann4j.data.catalog data.catalog} and
 * {@link io.github.dann4j.experiment experiment}; your own method {@link io.github.dann4j.adapt adapt}; a saved model
 * {@link io.github.dann4j.predict predict}. Packages that are not exported may change without notice.
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

    exports io.github.dann4j.adapt;
    exports io.github.dann4j.adapt.adversary;
    exports io.github.dann4j.adapt.registry;
    exports io.github.dann4j.adapt.selftraining;
    exports io.github.dann4j.adapt.statistic;
    exports io.github.dann4j.choose;
    exports io.github.dann4j.pretrained;
    exports io.github.dann4j.data;
    exports io.github.dann4j.data.batch;
    exports io.github.dann4j.data.catalog;
    exports io.github.dann4j.data.extract;
    exports io.github.dann4j.data.name;
    exports io.github.dann4j.data.prepare;
    exports io.github.dann4j.data.synth;
    exports io.github.dann4j.diagnosis;
    exports io.github.dann4j.distribute;
    exports io.github.dann4j.evaluate;
    exports io.github.dann4j.experiment;
    exports io.github.dann4j.export;
    exports io.github.dann4j.fetch;
    exports io.github.dann4j.labelshift;
    exports io.github.dann4j.loss;
    exports io.github.dann4j.model;
    exports io.github.dann4j.optimize;
    exports io.github.dann4j.paper;
    exports io.github.dann4j.paper.image;
    exports io.github.dann4j.predict;
    exports io.github.dann4j.recipe;
    exports io.github.dann4j.result;
    exports io.github.dann4j.shallow;
    exports io.github.dann4j.sweep;
    exports io.github.dann4j.train;
    exports io.github.dann4j.validate;
    exports io.github.dann4j.validate.pool;

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

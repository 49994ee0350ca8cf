/**
 * Networks in the ONNX format, run by ONNX Runtime, without libtorch: begin with
 * {@link io.github.dann4j.classify.Classifier}.
 */
module io.github.dann4j.classify {
    requires com.microsoft.onnxruntime;
    requires transitive io.github.dann4j.image;

    // Packages with a promise: their types that carry @PublicApi.
    exports io.github.dann4j.classify;

    provides io.github.dann4j.backbone.BackboneProvider with
            io.github.dann4j.classify.OnnxBackbones;
}

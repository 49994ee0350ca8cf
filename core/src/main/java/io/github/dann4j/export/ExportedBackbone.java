package io.github.dann4j.export;

import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.model.PlacedLayer;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** A backbone that becomes a part of an exported model. */
public sealed interface ExportedBackbone {
    /** Which network it is. */
    BackboneRecord record();

    /**
     * A network in the ONNX format.
     *
     * @param model content of its file, with all weights inside
     */
    record Onnx(BackboneRecord record, byte[] model) implements ExportedBackbone {}

    /**
     * A network of this library's layers, whose output is flattened.
     *
     * @param weights its tensors by name, under names that the network after it does not have; must outlive this
     */
    record Layers(BackboneRecord record, List<PlacedLayer> layers, Map<String, Tensor> weights)
            implements ExportedBackbone {}

    /** A network that was trained as a whole: the exported network begins with its layers. */
    record Inside(BackboneRecord record) implements ExportedBackbone {}
}

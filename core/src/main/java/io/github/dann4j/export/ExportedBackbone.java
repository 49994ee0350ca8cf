package io.github.dann4j.export;

import io.github.dann4j.backbone.BackboneRecord;

/**
 * A frozen backbone that becomes a part of an exported model.
 *
 * @param record which network it is
 * @param model content of its file, in the ONNX format, with all weights inside
 */
public record ExportedBackbone(BackboneRecord record, byte[] model) {}

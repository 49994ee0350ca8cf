package io.github.dann4j.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.data.image.ChannelOrder;
import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.data.prepare.Contrast;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.PlacedLayer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Writes a network in the ONNX format, with operator set {@value #OPERATORS} (supported by every ONNX Runtime from 1.10
 * on). Besides the output {@code probabilities} there is {@code label}, int64 {@code [n]}, the most probable class.
 */
public final class OnnxModel {
    /** Version of the operator set. */
    private static final int OPERATORS = 15;

    /** Version of the file format that belongs to this operator set. */
    private static final int FORMAT = 8;

    /** Name of the second output. */
    public static final String LABEL = "label";

    private final ExportedNetwork exported;
    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private int values;

    private OnnxModel(ExportedNetwork exported) {
        this.exported = exported;
    }

    /** Returns the content of the file. */
    public static byte[] of(ExportedNetwork exported, String producerVersion) {
        try (PointerScope scope = new PointerScope()) {
            return new OnnxModel(exported).build(producerVersion).toByteArray();
        }
    }

    private ModelProto build(String producerVersion) {
        ExportedBackbone backbone = exported.backbone();
        BackboneGraph frozen = backbone instanceof ExportedBackbone.Onnx file ? BackboneGraph.of(file) : null;
        graph.setName(exported.network().spec().name())
                .addInput(
                        exported.takesImages() || backbone == null
                                ? inputValue(exported.network().spec().input())
                                : frozenInput(backbone.record(), frozen))
                .addOutput(value(
                        ExportedNetwork.OUTPUT,
                        TensorProto.DataType.FLOAT,
                        exported.classNames().size()))
                .addOutput(value(LABEL, TensorProto.DataType.INT64));
        String features = exported.takesImages() || backbone == null ? exported.input() : features(backbone, frozen);
        String x = layers(exported.layers(), input(features));
        node("Softmax", ExportedNetwork.OUTPUT, List.of(x), attribute("axis", 1));
        node("ArgMax", LABEL, List.of(ExportedNetwork.OUTPUT), attribute("axis", 1), attribute("keepdims", 0));
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(
                        frozen == null
                                ? FORMAT
                                : Math.max(FORMAT, frozen.model().getIrVersion()))
                .setProducerName("dann4j")
                .setProducerVersion(producerVersion)
                .setGraph(graph);
        if (frozen == null) {
            model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS));
        } else {
            // The operators of the head mean the same in all sets from 7 on. Functions of the file are in the other
            // fields.
            model.addAllOpsetImport(frozen.model().getOpsetImportList())
                    .setUnknownFields(frozen.model().getUnknownFields());
        }
        Map<String, String> metadata = new LinkedHashMap<>(exported.metadata());
        metadata.merge("output", "; %s: int64 [n], the most probable class".formatted(LABEL), String::concat);
        metadata.forEach((key, text) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
        return model.build();
    }

    private ValueInfoProto inputValue(NetworkInput input) {
        return input instanceof NetworkInput.Images images
                ? value(exported.input(), TensorProto.DataType.UINT8, images.size(), images.size(), images.channels())
                : value(exported.input(), TensorProto.DataType.FLOAT, input.shape());
    }

    /**
     * Converts stored values to the input of the first layer: float32 {@code [n, c, size, size]}, or
     * {@code [n, columns]}.
     */
    private String input(String features) {
        int channels = exported.normalisation().mean().size();
        String x = exported.takesImages()
                ? node("Cast", exported.input(), attribute("to", TensorProto.DataType.FLOAT_VALUE))
                : features;
        x = both("Sub", x, constant("input.shift", exported.shift(), channels));
        x = both("Mul", x, constant("input.scale", exported.scale(), channels));
        if (!exported.takesImages()) {
            return x;
        }
        x = node("Transpose", x, attribute("perm", 0, 3, 1, 2));
        Contrast contrast = exported.normalisation().contrast();
        if (contrast == Contrast.KEPT) {
            return x;
        }
        String mean = mean(x);
        String centred = both("Sub", x, mean);
        String deviation = node("Sqrt", mean(both("Mul", centred, centred)));
        if (contrast == Contrast.STANDARDISED) {
            String bounded = both("Max", deviation, constant("input.flat", Contrast.FLAT));
            return both("Div", centred, bounded);
        }
        String lifted = constant("input.lifted", Contrast.LIFTED_TO);
        String bounded = node(
                "Clip", List.of(deviation, constant("input.least", Contrast.LIFTED_TO / Contrast.MOST_LIFT), lifted));
        String gain = both("Div", lifted, bounded);
        return both("Add", both("Mul", centred, gain), mean);
    }

    private static ValueInfoProto frozenInput(BackboneRecord record, @Nullable BackboneGraph frozen) {
        int size = record.transform().size();
        ValueInfoProto any = value("images", TensorProto.DataType.UINT8, size, size, 3);
        if (frozen == null || frozen.isOfAnyCount()) {
            return any;
        }
        ValueInfoProto.Builder one = any.toBuilder();
        one.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimValue(1);
        return one.build();
    }

    /** Converts images to the features of the backbone, by the same float32 operations as {@code ImageTransform.values}. */
    private String features(ExportedBackbone backbone, @Nullable BackboneGraph frozen) {
        BackboneRecord record = backbone.record();
        ImageTransform transform = record.transform();
        float[] shift = new float[3];
        float[] scale = new float[3];
        for (int place = 0; place < shift.length; place++) {
            shift[place] = transform.shift(place);
            scale[place] = transform.scale(place);
        }
        String x = node("Cast", exported.input(), attribute("to", TensorProto.DataType.FLOAT_VALUE));
        if (transform.order() == ChannelOrder.BGR) {
            x = node("Gather", List.of(x, index("image.order", 2, 1, 0)), attribute("axis", 3));
        }
        x = both("Sub", x, constant("image.shift", shift, shift.length));
        x = both("Mul", x, constant("image.scale", scale, scale.length));
        if (frozen == null) {
            x = node("Transpose", x, attribute("perm", 0, 3, 1, 2));
            return backbone instanceof ExportedBackbone.Layers layers ? node("Flatten", layers(layers.layers(), x)) : x;
        }
        x = frozen.channelsFirst() ? node("Transpose", x, attribute("perm", 0, 3, 1, 2)) : x;
        x = frozen.addTo(graph, x);
        return switch (record.pooling()) {
            case NONE -> node("Flatten", x);
            case MEAN -> node("Flatten", node("GlobalAveragePool", x));
            case FIRST -> node("Flatten", node("Gather", List.of(x, index("image.first", 0)), attribute("axis", 1)));
        };
    }

    private String index(String name, long... numbers) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(numbers.length)
                .addAllInt64Data(LongStream.of(numbers).boxed().toList()));
        return name;
    }

    /** The mean of each image, over all pixels and channels. */
    private String mean(String x) {
        return node("ReduceMean", x, attribute("axes", 1, 2, 3), attribute("keepdims", 1));
    }

    private String layers(List<PlacedLayer> layers, String input) {
        String x = input;
        for (PlacedLayer layer : layers) {
            x = layer(layer, x);
        }
        return x;
    }

    private String layer(PlacedLayer placed, String x) {
        Layer layer = placed.layer();
        String name = placed.name();
        if (layer instanceof Layer.Convolution conv) {
            return node(
                    "Conv",
                    List.of(x, tensor(name + ".weight"), tensor(name + ".bias")),
                    attribute("kernel_shape", conv.kernel(), conv.kernel()),
                    attribute("strides", conv.stride(), conv.stride()),
                    attribute("pads", conv.padding(), conv.padding(), conv.padding(), conv.padding()));
        } else if (layer instanceof Layer.GroupedConvolution conv) {
            return node(
                    "Conv",
                    List.of(x, tensor(name + ".weight"), tensor(name + ".bias")),
                    attribute("kernel_shape", conv.kernel(), conv.kernel()),
                    attribute("strides", conv.stride(), conv.stride()),
                    attribute("pads", conv.padding(), conv.padding(), conv.padding(), conv.padding()),
                    attribute("group", conv.groups()));
        } else if (layer instanceof Layer.ZeroPad pad) {
            long before = pad.before();
            long after = pad.after();
            return both("Pad", x, integers(name + ".pads", 0, 0, before, before, 0, 0, after, after));
        } else if (layer instanceof Layer.Slow slow) {
            return layers(placed.inside(slow), x);
        } else if (layer instanceof Layer.Concatenation ways) {
            return node(
                    "Concat",
                    List.of(layers(placed.first(ways), x), layers(placed.second(ways), x)),
                    attribute("axis", 1));
        } else if (layer instanceof Layer.Residual residual) {
            return both("Add", layers(placed.path(residual), x), layers(placed.shortcut(residual), x));
        } else if (layer instanceof Layer.MaxPool pool) {
            long[] in = placed.in();
            long[] out = placed.out();
            return node(
                    "MaxPool",
                    x,
                    attribute("kernel_shape", pool.kernel(), pool.kernel()),
                    attribute("strides", pool.stride(), pool.stride()),
                    attribute("pads", 0, 0, beyond(pool, in[1], out[1]), beyond(pool, in[2], out[2])));
        } else if (layer instanceof Layer.GlobalAveragePool) {
            return node("Flatten", node("GlobalAveragePool", x));
        } else if (layer instanceof Layer.Flatten) {
            return node("Flatten", x);
        } else if (layer instanceof Layer.Unflatten maps) {
            // 0 keeps the number of examples.
            return both("Reshape", x, integers(name + ".shape", 0, maps.channels(), maps.height(), maps.width()));
        } else if (layer instanceof Layer.Linear) {
            return node("Gemm", List.of(x, tensor(name + ".weight"), tensor(name + ".bias")), attribute("transB", 1));
        } else if (layer instanceof Layer.Relu) {
            return node("Relu", x);
        } else if (layer instanceof Layer.Relu6) {
            return node("Clip", List.of(x, constant(name + ".least", 0), constant(name + ".most", Layer.Relu6.MOST)));
        } else if (layer instanceof Layer.LeakyRelu leaky) {
            return node("LeakyRelu", x, attribute("alpha", (float) leaky.slope()));
        } else if (layer instanceof Layer.BatchNorm) {
            return node(
                    "BatchNormalization",
                    List.of(
                            x,
                            tensor(name + ".weight"),
                            tensor(name + ".bias"),
                            tensor(exported.statistic(name, "running_mean")),
                            tensor(exported.statistic(name, "running_var"))),
                    attribute("epsilon", (float) ExportedNetwork.NORM_EPSILON));
        } else if (layer instanceof Layer.InstanceNorm) {
            int channels = (int) placed.in()[0];
            return node(
                    "InstanceNormalization",
                    List.of(
                            x,
                            constant(name + ".one", filled(1, channels), channels),
                            constant(name + ".zero", filled(0, channels), channels)),
                    attribute("epsilon", (float) ExportedNetwork.NORM_EPSILON));
        } else if (layer.draws()) {
            return x;
        }
        throw new IllegalStateException("no operator for " + layer);
    }

    /**
     * Number of columns beyond the image that the last window covers. It is written as padding instead of
     * {@code ceil_mode}, whose meaning for windows beyond the image changed between versions.
     */
    private static long beyond(Layer.MaxPool pool, long in, long out) {
        return Math.max(0, (out - 1) * pool.stride() + pool.kernel() - in);
    }

    private static float[] filled(float value, int length) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    // --- nodes

    private String node(String operator, String x, AttributeProto... attributes) {
        return node(operator, List.of(x), attributes);
    }

    private String both(String operator, String a, String b) {
        return node(operator, List.of(a, b));
    }

    private String node(String operator, List<String> inputs, AttributeProto... attributes) {
        return node(operator, "v" + ++values, inputs, attributes);
    }

    private String node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(operator + "_" + output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    private static AttributeProto attribute(String name, int value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    private static AttributeProto attribute(String name, long first, long... others) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(LongStream.concat(LongStream.of(first), Arrays.stream(others))
                        .boxed()
                        .toList())
                .build();
    }

    // --- values

    private static ValueInfoProto value(String name, TensorProto.DataType type, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"));
        for (long side : shape) {
            dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(side));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(dimensions)))
                .build();
    }

    /** A tensor of the network. */
    private String tensor(String name) {
        Tensor tensor = exported.tensor(name);
        long[] shape = new long[(int) tensor.dim()];
        Arrays.setAll(shape, tensor::size);
        return constant(name, exported.values(name), shape);
    }

    private String constant(String name, double value) {
        return constant(name, new float[] {(float) value});
    }

    private String integers(String name, long... content) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * content.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(content);
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .setRawData(ByteString.copyFrom(bytes))
                .addDims(content.length));
        return name;
    }

    private String constant(String name, float[] content, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * content.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(content);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(bytes));
        for (long side : shape) {
            tensor.addDims(side);
        }
        graph.addInitializer(tensor);
        return name;
    }
}

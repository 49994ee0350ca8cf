package io.github.dann4j.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.dann4j.data.DataException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The graph of a backbone as a part of another graph: only what its output needs, with names that meet no others.
 *
 * @param model the whole file
 * @param output name of the output, in the file
 */
record BackboneGraph(ModelProto model, String output) {
    /** Begins the names of everything that comes from a backbone. */
    private static final String PREFIX = "backbone/";

    /** The oldest operator set in which Sub and Mul of the normalisation broadcast. */
    private static final int OLDEST_OPERATORS = 7;

    /** @throws DataException if it cannot be a part of another graph */
    static BackboneGraph of(ExportedBackbone.Onnx backbone) {
        String file = backbone.record().file();
        ModelProto model;
        try {
            model = ModelProto.parseFrom(backbone.model());
        } catch (InvalidProtocolBufferException e) {
            throw new DataException("%s: not a file in the ONNX format: %s".formatted(file, e.getMessage()), e);
        }
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                throw new DataException(
                        "%s: its weights are in other files, so it cannot become a part of one file; write it as one file, and train again with that"
                                .formatted(file));
            }
        }
        long operators = model.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
                .mapToLong(set -> set.getVersion())
                .max()
                .orElse(0);
        if (operators < OLDEST_OPERATORS) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: has the operator set %d; at least %d is needed for a part of an exported model",
                    file,
                    operators,
                    OLDEST_OPERATORS));
        }
        return new BackboneGraph(model, backbone.record().output());
    }

    /** The only input that is not a weight. */
    private ValueInfoProto input() {
        Set<String> weights = new HashSet<>();
        model.getGraph().getInitializerList().forEach(tensor -> weights.add(tensor.getName()));
        return model.getGraph().getInputList().stream()
                .filter(value -> !weights.contains(value.getName()))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the input is {@code [n, 3, h, w]}; otherwise {@code [n, h, w, 3]}. */
    boolean channelsFirst() {
        return input().getType().getTensorType().getShape().getDim(1).getDimValue() == 3;
    }

    /** Whether the input takes any number of images; otherwise it takes one. */
    boolean isOfAnyCount() {
        return input().getType().getTensorType().getShape().getDim(0).getDimValue() <= 0;
    }

    /**
     * Adds the nodes and weights that the output needs.
     *
     * @param image name of the value that becomes the input
     * @return name of the value that is the output
     */
    String addTo(GraphProto.Builder graph, String image) {
        Map<String, NodeProto> makers = new HashMap<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            node.getOutputList().forEach(value -> makers.put(value, node));
        }
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(output));
        while (!open.isEmpty()) {
            String value = open.pop();
            if (needed.add(value) && makers.containsKey(value)) {
                NodeProto maker = makers.get(value);
                open.addAll(maker.getOutputList());
                open.addAll(read(maker));
            }
        }
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(PREFIX + "input")
                .addInput(image)
                .addOutput(PREFIX + input().getName()));
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (node.getOutputList().stream().anyMatch(needed::contains)) {
                graph.addNode(renamed(node));
            }
        }
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            if (needed.contains(tensor.getName())) {
                graph.addInitializer(tensor.toBuilder().setName(PREFIX + tensor.getName()));
            }
        }
        model.getGraph()
                .getSparseInitializerList()
                .forEach(tensor -> graph.addSparseInitializer(tensor.toBuilder()
                        .setValues(tensor.getValues().toBuilder()
                                .setName(PREFIX + tensor.getValues().getName()))));
        return PREFIX + output;
    }

    /** Everything that a node reads, also inside its own graphs. */
    private static List<String> read(NodeProto node) {
        List<String> names = new ArrayList<>(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
            if (attribute.hasG()) {
                graphs.add(attribute.getG());
            }
            for (GraphProto graph : graphs) {
                graph.getNodeList().forEach(inner -> names.addAll(read(inner)));
                graph.getOutputList().forEach(value -> names.add(value.getName()));
            }
        }
        return names;
    }

    private static NodeProto renamed(NodeProto node) {
        NodeProto.Builder other =
                node.toBuilder().setName(renamed(node.getName())).clearInput().clearOutput();
        node.getInputList().forEach(name -> other.addInput(renamed(name)));
        node.getOutputList().forEach(name -> other.addOutput(renamed(name)));
        other.clearAttribute();
        for (AttributeProto attribute : node.getAttributeList()) {
            AttributeProto.Builder changed = attribute.toBuilder();
            if (attribute.hasG()) {
                changed.setG(renamed(attribute.getG()));
            }
            changed.clearGraphs();
            attribute.getGraphsList().forEach(graph -> changed.addGraphs(renamed(graph)));
            other.addAttribute(changed);
        }
        return other.build();
    }

    private static GraphProto renamed(GraphProto graph) {
        GraphProto.Builder other = graph.toBuilder()
                .clearNode()
                .clearInitializer()
                .clearInput()
                .clearOutput()
                .clearValueInfo();
        graph.getNodeList().forEach(node -> other.addNode(renamed(node)));
        graph.getInitializerList()
                .forEach(tensor -> other.addInitializer(tensor.toBuilder().setName(renamed(tensor.getName()))));
        graph.getInputList().forEach(value -> other.addInput(value.toBuilder().setName(renamed(value.getName()))));
        graph.getOutputList().forEach(value -> other.addOutput(value.toBuilder().setName(renamed(value.getName()))));
        return other.build();
    }

    /** An empty name says that an optional input is not there. */
    private static String renamed(String name) {
        return name.isEmpty() ? name : PREFIX + name;
    }
}

package io.github.dann4j.classify;

import io.github.dann4j.backbone.BackboneException;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A file in the ONNX format before it is opened: its checksum, and the files beside it that hold weights of it.
 *
 * @param sha256 of the file and of those other files, in the order of their names
 * @param weights names of the other files, relative to the folder of the file
 */
record OnnxFile(String sha256, Set<String> weights) {
    // Numbers of fields in onnx.proto.
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int TENSOR_EXTERNAL_DATA = 13;
    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;

    /**
     * Reads a file.
     *
     * @throws BackboneException if it is not in the ONNX format, is cut off, or holds weights outside its folder
     */
    static OnnxFile read(Path file) {
        MessageDigest digest = newDigest();
        ByteBuffer content = mapped(file);
        digest.update(content.duplicate());
        Set<String> weights = new TreeSet<>();
        try {
            boolean hasGraph = false;
            for (ProtoFields model = new ProtoFields(content); model.next(); ) {
                if (model.number() == MODEL_GRAPH) {
                    hasGraph |= graph(model.message(), weights);
                }
            }
            if (!hasGraph) {
                throw new IllegalArgumentException("it has no graph");
            }
        } catch (IllegalArgumentException e) {
            throw new BackboneException(
                    "%s: not a file in the ONNX format, or cut off: %s".formatted(file, e.getMessage()), e);
        }
        Path folder = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
        for (String name : weights) {
            Path other = folder.resolve(name).normalize();
            if (Path.of(name).isAbsolute() || !other.startsWith(folder) || !isBelow(other, folder)) {
                throw new BackboneException(
                        "%s: its weights are in '%s', outside its folder, which is refused; put the file of the weights beside it, or write the network as one file"
                                .formatted(file, name));
            }
            if (!Files.isRegularFile(other)) {
                throw new BackboneException(
                        "%s: the file of its weights, '%s', is missing; put it beside it".formatted(file, name));
            }
            digest.update(mapped(other));
        }
        return new OnnxFile(HexFormat.of().formatHex(digest.digest()), Set.copyOf(weights));
    }

    private static boolean isBelow(Path file, Path folder) {
        try {
            return !Files.exists(file) || file.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean graph(ProtoFields graph, Set<String> weights) {
        boolean hasNode = false;
        while (graph.next()) {
            hasNode |= graph.number() == GRAPH_NODE;
            if (graph.number() == GRAPH_INITIALIZER) {
                for (ProtoFields tensor = graph.message(); tensor.next(); ) {
                    if (tensor.number() == TENSOR_EXTERNAL_DATA) {
                        location(tensor.message(), weights);
                    }
                }
            }
        }
        return hasNode;
    }

    private static void location(ProtoFields entry, Set<String> weights) {
        String key = "";
        String value = "";
        while (entry.next()) {
            if (entry.number() == ENTRY_KEY) {
                key = entry.text();
            } else if (entry.number() == ENTRY_VALUE) {
                value = entry.text();
            }
        }
        if (key.equals("location")) {
            weights.add(value);
        }
    }

    private static ByteBuffer mapped(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() == 0) {
                return ByteBuffer.allocate(0);
            } else if (channel.size() > Integer.MAX_VALUE) {
                throw new BackboneException("%s: larger than 2 GB".formatted(file));
            }
            return channel.map(MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException e) {
            throw new BackboneException("%s: cannot be read: %s".formatted(file, FileException.reason(e)), e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

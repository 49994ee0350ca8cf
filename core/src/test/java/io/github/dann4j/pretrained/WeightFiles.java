package io.github.dann4j.pretrained;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Block;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Files of weights by formula, the same as {@code forward.py} makes them. */
final class WeightFiles {
    private static final Map<ScalarType, String> TYPES =
            Map.of(ScalarType.Float, "F32", ScalarType.Half, "F16", ScalarType.BFloat16, "BF16");

    private WeightFiles() {}

    /** Returns the shapes of a backbone's tensors as torchvision's files have them, by name. */
    static Map<String, long[]> shapes(Architecture architecture) {
        Map<String, long[]> shapes = new TreeMap<>();
        Map<String, Part.Weighted> parts = new LinkedHashMap<>();
        PlacedWeights.of("x", 0, architecture.parts(), Norms.FROZEN)
                .forEach(place -> parts.put(place.own(), place.part()));
        try (PointerScope scope = new PointerScope();
                Block block = Block.frozen("x", architecture.layers(Norms.FROZEN), 3, 224, 224)) {
            parts.forEach((own, part) -> {
                Tensor weight = block.parameters().get(own + ".weight");
                long[] shape = {weight.size(0), weight.size(1), weight.size(2), weight.size(3)};
                shapes.put(part.weights() + ".weight", shape);
                if (part.norm() == null) {
                    shapes.put(part.weights() + ".bias", new long[] {shape[0]});
                } else {
                    for (String kind : new String[] {"weight", "bias", "running_mean", "running_var"}) {
                        shapes.put(part.norm() + "." + kind, new long[] {shape[0]});
                    }
                }
            });
        }
        return shapes;
    }

    /** Writes the weights of an architecture by formula, with the counters of its batch norms and a classifier. */
    static Path write(Path file, Architecture architecture, ScalarType type) throws IOException {
        return write(file, architecture, type, Map.of());
    }

    /** @param texts what the file says about itself */
    static Path write(Path file, Architecture architecture, ScalarType type, Map<String, String> texts)
            throws IOException {
        Map<String, long[]> shapes = shapes(architecture);
        ObjectNode header = new ObjectMapper().createObjectNode();
        if (!texts.isEmpty()) {
            texts.forEach(header.putObject("__metadata__")::put);
        }
        long at = 0;
        for (Map.Entry<String, long[]> one : shapes.entrySet()) {
            at = put(
                    header,
                    one.getKey(),
                    TYPES.get(type),
                    at,
                    count(one.getValue()) * (type == ScalarType.Float ? 4 : 2),
                    one.getValue());
        }
        at = put(header, architecture.classifier() + "weight", "U8", at, 3, 3);
        long counters = 0;
        for (String name : shapes.keySet()) {
            if (name.endsWith(".running_var")) {
                at = put(header, name.replace("running_var", "num_batches_tracked"), "I64", at, 8);
                counters++;
            }
        }
        byte[] text = header.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length)
                    .array());
            out.write(text);
            int number = 0;
            for (Map.Entry<String, long[]> one : shapes.entrySet()) {
                out.write(bytes(values(number++, one.getKey(), one.getValue()), type));
            }
            out.write(new byte[3]);
            out.write(new byte[(int) (8 * counters)]);
        }
        return file;
    }

    private static long put(ObjectNode header, String name, String type, long at, long bytes, long... shape) {
        ObjectNode item = header.putObject(name).put("dtype", type);
        var sides = item.putArray("shape");
        for (long side : shape) {
            sides.add(side);
        }
        item.putArray("data_offsets").add(at).add(at + bytes);
        return at + bytes;
    }

    private static long count(long[] shape) {
        long count = 1;
        for (long side : shape) {
            count *= side;
        }
        return count;
    }

    private static byte[] bytes(float[] values, ScalarType type) {
        try (PointerScope scope = new PointerScope()) {
            return Tensors.bytes(
                    Tensors.ofFloats(values, values.length).to(type).view(ScalarType.Byte));
        }
    }

    /** The values of one tensor; {@code number} counts the tensors in order of their names. */
    private static float[] values(int number, String name, long[] shape) {
        float[] values = new float[(int) count(shape)];
        double norm = 3 / Math.sqrt((double) values.length / shape[0]);
        for (int i = 0; i < values.length; i++) {
            double noise = noise(number, i);
            values[i] = (float)
                    (shape.length == 4
                            ? noise * norm
                            : name.endsWith("running_var")
                                    ? 1 + noise
                                    : name.endsWith("weight") ? 1 + 0.4 * noise : 0.4 * noise);
        }
        return values;
    }

    private static double noise(int tensor, long k) {
        long mask = 0xffffffffL;
        long h = (k * 2654435761L + tensor * 40503L + 1) & mask;
        for (int round = 0; round < 2; round++) {
            h ^= h >>> 16;
            h = (h * 0x45d9f3bL) & mask;
        }
        h ^= h >>> 16;
        return h / 4294967296.0 - 0.5;
    }

    /** Returns the image of {@code forward.py} and of the shared data's description: sin(0.01 k), times a factor. */
    static Tensor image(double factor) {
        float[] values = new float[3 * 224 * 224];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) (factor * Math.sin(0.01 * k));
        }
        return Tensors.ofFloats(values, 1, 3, 224, 224);
    }
}

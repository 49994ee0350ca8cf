package io.github.dann4j.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dann4j.engine.Tensors;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * The safetensors format for named float32 tensors: the length of the header (8 bytes, little-endian), the header (JSON: type,
 * shape and byte range of each tensor, and texts under {@code __metadata__}), the values. Chosen over libtorch's archives because
 * nothing in it is ever executed, every part has a stated length, and tools of many languages read it.
 */
public final class SafeTensors {
    private static final String METADATA = "__metadata__";
    private static final int MAX_HEADER = 100 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, String> metadata;
    private final Map<String, Stored> tensors;

    /** Values in row-major order. */
    private record Stored(long[] shape, float[] values) {}

    private SafeTensors(Path file, Map<String, String> metadata, Map<String, Stored> tensors) {
        this.file = file;
        this.metadata = metadata;
        this.tensors = tensors;
    }

    /** Writes tensors and texts to a stream, in the order of the names. */
    public static void write(OutputStream out, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        new TreeMap<>(metadata).forEach(texts::put);
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : new TreeMap<>(tensors).entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode item = header.putObject(entry.getKey());
            item.put("dtype", "F32");
            var shape = item.putArray("shape");
            for (long i = 0; i < tensor.dim(); i++) {
                shape.add(tensor.size(i));
            }
            long end = offset + tensor.numel() * Float.BYTES;
            item.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = JSON.writeValueAsBytes(header);
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
        data.writeLong(Long.reverseBytes(text.length));
        data.write(text);
        for (Tensor tensor : new TreeMap<>(tensors).values()) {
            try (PointerScope scope = new PointerScope()) {
                float[] floats = Tensors.floats(tensor);
                ByteBuffer bytes =
                        ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(floats);
                data.write(bytes.array());
            }
        }
        data.flush();
    }

    /**
     * Reads a whole file.
     *
     * @throws ModelException if it cannot be read or is no valid safetensors file of float32 tensors
     */
    public static SafeTensors read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer length = readFully(file, channel, Long.BYTES);
            long headerLength = length.getLong();
            if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, channel.size() - Long.BYTES)) {
                throw new ModelException("%s is no safetensors file: its header would be %d bytes, the file has %d"
                        .formatted(file, headerLength, channel.size()));
            }
            byte[] text = readFully(file, channel, (int) headerLength).array();
            JsonNode header = JSON.readTree(new String(text, StandardCharsets.UTF_8));
            if (header == null || !header.isObject()) {
                throw new ModelException(file + " is no safetensors file: its header is no JSON object");
            }
            long start = Long.BYTES + headerLength;
            return parse(file, channel, start, header);
        } catch (JsonProcessingException e) {
            throw new ModelException(file + " is no safetensors file: its header is no JSON", e);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new ModelException(file + ": no such file", e);
        } catch (IOException e) {
            throw new ModelException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static SafeTensors parse(Path file, FileChannel channel, long start, JsonNode header) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Stored> tensors = new LinkedHashMap<>();
        long available = channel.size() - start;
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(text ->
                                metadata.put(text.getKey(), text.getValue().asText()));
                continue;
            }
            String name = entry.getKey();
            JsonNode item = entry.getValue();
            long[] shape = longs(item.path("shape"));
            long[] range = longs(item.path("data_offsets"));
            long count = count(shape);
            boolean valid = item.path("dtype").asText().equals("F32")
                    && range.length == 2
                    && count >= 0
                    && range[0] >= 0
                    && range[1] - range[0] == count * Float.BYTES
                    && range[1] <= available;
            if (!valid) {
                throw new ModelException(
                        "%s: tensor '%s' (%s) is no float32 tensor inside the file's %d bytes of values; the file is damaged or cut off"
                                .formatted(file, name, item, available));
            }
            channel.position(start + range[0]);
            float[] floats = new float[(int) count];
            readFully(file, channel, (int) (count * Float.BYTES))
                    .asFloatBuffer()
                    .get(floats);
            tensors.put(name, new Stored(shape, floats));
        }
        return new SafeTensors(file, metadata, tensors);
    }

    /** Number of values of a shape; −1 for an impossible one, or one of 2 GB and more. */
    private static long count(long[] shape) {
        long count = 1;
        for (long side : shape) {
            if (side < 0 || (side > 0 && count > Integer.MAX_VALUE / Float.BYTES / side)) {
                return -1;
            }
            count *= side;
        }
        return count;
    }

    private static long[] longs(JsonNode array) {
        long[] result = new long[array.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = array.path(i).asLong(-1);
        }
        return result;
    }

    private static ByteBuffer readFully(Path file, FileChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new ModelException("%s ends too early, at byte %d".formatted(file, channel.size()));
            }
        }
        return buffer.flip();
    }

    /** The text of this name. */
    public String text(String name) {
        String text = metadata.get(name);
        if (text == null) {
            throw new ModelException("%s has no '%s': it is no model of dann4j".formatted(file, name));
        }
        return text;
    }

    /**
     * Copies the values into tensors of the same names.
     *
     * @throws ModelException if a name is missing or too many, or a shape differs; nothing is copied then
     */
    public void copyInto(Map<String, Tensor> network) {
        if (!network.keySet().equals(tensors.keySet())) {
            throw new ModelException(file + ": holds other tensors than the network has; the file is damaged");
        }
        tensors.forEach((name, stored) -> {
            Tensor tensor = Objects.requireNonNull(network.get(name));
            long[] shape = new long[Math.toIntExact(tensor.dim())];
            Arrays.setAll(shape, tensor::size);
            if (!Arrays.equals(shape, stored.shape())) {
                throw new ModelException("%s: tensor '%s' has shape %s, the network needs %s"
                        .formatted(file, name, Arrays.toString(stored.shape()), Arrays.toString(shape)));
            }
        });
        tensors.forEach((name, stored) -> {
            try (PointerScope scope = new PointerScope()) {
                Tensor tensor = Objects.requireNonNull(network.get(name));
                tensor.detach().copy_(Tensors.ofFloats(stored.values(), stored.shape()));
            }
        });
    }
}

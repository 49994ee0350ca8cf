package io.github.dann4j.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dann4j.engine.Tensors;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Reads and writes the safetensors format, for named tensors of float32, uint8 or int64 values. Values of float16 and
 * bfloat16 are read, never written. A file consists of the
 * length of the header (8 bytes, little-endian), the header (JSON: type, shape and byte range of each tensor, and texts
 * under {@code __metadata__}), and the values. Chosen over libtorch's archives because nothing in it is ever executed,
 * every part has a stated length, and tools in many languages read it.
 *
 * <p>A file that this class writes contains its own SHA-256 among the texts, under {@value #SUM}: the sum of the whole
 * file, with zeros in place of the sum's digits. A file that has such a sum is read only if the sum is correct.
 *
 * <p>Tensors may have any size: values move between the file and native memory in pieces, and are read on request.
 */
public final class SafeTensors {
    private static final String METADATA = "__metadata__";
    private static final String SUM = "sha256";
    private static final String NO_SUM = "0".repeat(64);
    private static final int MAX_HEADER = 100 << 20;
    private static final int BUFFER = 1 << 16;
    private static final int PIECE = 1 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final byte[] header;
    private final Map<String, String> metadata;
    private final Map<String, Stored> tensors;

    /** The value types, named as in the format. */
    private enum Type {
        F32(ScalarType.Float, Float.BYTES),
        F16(ScalarType.Half, 2),
        BF16(ScalarType.BFloat16, 2),
        U8(ScalarType.Byte, 1),
        I64(ScalarType.Long, Long.BYTES);

        private final ScalarType scalar;
        private final int bytes;

        Type(ScalarType scalar, int bytes) {
            this.scalar = scalar;
            this.bytes = bytes;
        }

        static Type of(Tensor tensor) {
            ScalarType scalar = tensor.scalar_type().intern();
            return scalar == ScalarType.Byte ? U8 : scalar == ScalarType.Long ? I64 : F32;
        }
    }

    /**
     * The location of a tensor according to the header.
     *
     * @param from first byte, counted from the start of the values
     * @param to the byte after the last
     */
    private record Place(String name, Type type, long[] shape, long from, long to) {}

    /**
     * Values in row-major order, little-endian, which is the byte order of every processor that the library supports.
     *
     * @param position position of the first byte in the file
     */
    private record Stored(Type type, long[] shape, long position) {
        Tensor read(FileChannel channel) throws IOException {
            Tensor tensor = Tensors.empty(type.scalar, shape);
            channel.position(position);
            try (PointerScope scope = new PointerScope()) {
                BytePointer values = new BytePointer(tensor.data_ptr());
                long size = tensor.numel() * type.bytes;
                for (long from = 0; from < size; from += PIECE) {
                    ByteBuffer piece = values.position(from)
                            .limit(Math.min(size, from + PIECE))
                            .asByteBuffer();
                    while (piece.hasRemaining()) {
                        if (channel.read(piece) < 0) {
                            throw new EOFException("it has become shorter");
                        }
                    }
                }
            }
            return tensor;
        }
    }

    private SafeTensors(Path file, byte[] header, Map<String, String> metadata, Map<String, Stored> tensors) {
        this.file = file;
        this.header = header;
        this.metadata = metadata;
        this.tensors = tensors;
    }

    /** Writes tensors and texts to a stream, ordered by name. */
    public static void write(OutputStream out, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        Map<String, Tensor> sorted = new TreeMap<>(tensors);
        MessageDigest digest = sha256();
        writeWith(NO_SUM, sorted, metadata, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        writeWith(HexFormat.of().formatHex(digest.digest()), sorted, metadata, out);
    }

    private static void writeWith(
            String sum, Map<String, Tensor> tensors, Map<String, String> metadata, OutputStream out)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        texts.put(SUM, sum); // first: a reader finds its digits near the start of the file
        new TreeMap<>(metadata).forEach(texts::put);
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            Type type = Type.of(tensor);
            ObjectNode item = header.putObject(entry.getKey());
            item.put("dtype", type.name());
            var shape = item.putArray("shape");
            for (long i = 0; i < tensor.dim(); i++) {
                shape.add(tensor.size(i));
            }
            long end = offset + tensor.numel() * type.bytes;
            item.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = JSON.writeValueAsBytes(header);
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out, BUFFER));
        data.writeLong(Long.reverseBytes(text.length));
        data.write(text);
        for (Tensor tensor : tensors.values()) {
            writeValues(tensor, data);
        }
        data.flush();
    }

    private static void writeValues(Tensor tensor, OutputStream out) throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Type type = Type.of(tensor);
            Tensor flat = Tensors.onCpu(tensor.detach().to(type.scalar)).contiguous();
            BytePointer values = new BytePointer(flat.data_ptr());
            long size = flat.numel() * type.bytes;
            byte[] piece = new byte[(int) Math.min(size, PIECE)];
            for (long from = 0; from < size; from += PIECE) {
                int length = (int) Math.min(size - from, PIECE);
                values.position(from).get(piece, 0, length);
                out.write(piece, 0, length);
            }
        }
    }

    /**
     * Reads the names, shapes and texts of a file and checks the whole file. The values are read on request, so the
     * file must stay in place until then.
     *
     * @throws ModelException if the file cannot be read, is not a valid safetensors file of such tensors, or its sum is
     *     wrong
     */
    public static SafeTensors read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer length = readFully(file, channel, Long.BYTES);
            long headerLength = length.getLong();
            if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, channel.size() - Long.BYTES)) {
                throw new ModelException(String.format(
                        Locale.ROOT,
                        "%s is not a safetensors file: its header would have %d bytes, the file has %d",
                        file,
                        headerLength,
                        channel.size()));
            }
            byte[] text = readFully(file, channel, (int) headerLength).array();
            JsonNode header = JSON.readTree(new String(text, StandardCharsets.UTF_8));
            if (header == null || !header.isObject()) {
                throw new ModelException(file + " is not a safetensors file: its header is not a JSON object");
            }
            long start = Long.BYTES + headerLength;
            SafeTensors read = parse(file, channel, start, text, header);
            String sum = read.metadata.get(SUM);
            if (sum != null) {
                requireSum(sum, length, text, file, channel, start);
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    "%s is not a safetensors file: its header is not valid JSON: %s"
                            .formatted(
                                    file,
                                    e.getOriginalMessage().lines().findFirst().orElse("")),
                    e);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new ModelException(
                    file + ": no such file; a model is the folder that 'dann4j train' writes, or its model.safetensors",
                    e);
        } catch (IOException e) {
            throw new ModelException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void requireSum(
            String sum, ByteBuffer length, byte[] header, Path file, FileChannel channel, long start)
            throws IOException {
        MessageDigest digest = sha256();
        digest.update(length.array());
        digest.update(new String(header, StandardCharsets.ISO_8859_1)
                .replaceFirst(Pattern.quote(sum), NO_SUM)
                .getBytes(StandardCharsets.ISO_8859_1));
        channel.position(start);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer.clear()) >= 0) {
            digest.update(buffer.flip());
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sum)) {
            throw new ModelException("%s is damaged: its SHA-256 does not match the one stored in it".formatted(file));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static SafeTensors parse(Path file, FileChannel channel, long start, byte[] head, JsonNode header)
            throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Place> places = new ArrayList<>();
        long available = channel.size() - start;
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                metadata.putAll(texts(file, entry.getValue()));
            } else {
                places.add(place(file, entry.getKey(), entry.getValue(), available));
            }
        }
        requireWithoutHolesAndOverlaps(file, places, available);
        Map<String, Stored> tensors = new LinkedHashMap<>();
        for (Place place : places) {
            tensors.put(place.name(), new Stored(place.type(), place.shape(), start + place.from()));
        }
        return new SafeTensors(file, head, metadata, tensors);
    }

    private static Map<String, String> texts(Path file, JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> text : node.properties()) {
            if (!text.getValue().isTextual()) {
                throw new ModelException("%s is not a safetensors file: '%s' in its %s is not a text"
                        .formatted(file, text.getKey(), METADATA));
            }
            texts.put(text.getKey(), text.getValue().asText());
        }
        return texts;
    }

    private static Place place(Path file, String name, JsonNode item, long available) {
        String dtype = item.path("dtype").asText();
        Type type = Arrays.stream(Type.values())
                .filter(known -> known.name().equals(dtype))
                .findFirst()
                .orElseThrow(() -> new ModelException(
                        "%s: tensor '%s' has values of type '%s'; dann4j reads float32 (F32), float16 (F16), bfloat16 (BF16), uint8 (U8) and int64 (I64)"
                                .formatted(file, name, dtype)));
        long[] shape = longs(item.path("shape"));
        long[] range = longs(item.path("data_offsets"));
        long count = count(shape);
        boolean valid = range.length == 2
                && count >= 0
                && range[0] >= 0
                && range[0] <= range[1]
                && range[1] <= available
                && range[1] - range[0] == count * type.bytes;
        if (!valid) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s: tensor '%s' (%s) is not a tensor of %s values within the file's %d bytes of values; the file is damaged or cut off",
                    file,
                    name,
                    item,
                    type,
                    available));
        }
        return new Place(name, type, shape, range[0], range[1]);
    }

    /**
     * Requires that each byte of the values belongs to one tensor. Otherwise a small file could demand any amount of
     * memory.
     */
    private static void requireWithoutHolesAndOverlaps(Path file, List<Place> places, long available) {
        long end = 0;
        for (Place place : places.stream()
                .sorted(Comparator.comparingLong(Place::from).thenComparingLong(Place::to))
                .toList()) {
            if (place.from() != end) {
                throw new ModelException(String.format(
                        Locale.ROOT,
                        "%s: tensor '%s' begins at byte %d of the values, expected byte %d: tensors must be stored without %s",
                        file,
                        place.name(),
                        place.from(),
                        end,
                        place.from() < end ? "overlap" : "holes"));
            }
            end = place.to();
        }
        if (end != available) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s: the tensors end at byte %d of the values, the file has %d; it is damaged",
                    file,
                    end,
                    available));
        }
    }

    /** Returns the number of values of a shape; −1 if the shape is invalid. */
    private static long count(long[] shape) {
        long count = 1;
        for (long side : shape) {
            if (side < 0 || (side > 0 && count > Long.MAX_VALUE / Long.BYTES / side)) {
                return -1;
            }
            count *= side;
        }
        return count;
    }

    /** Returns the integers of an array; −1 for any other element, and for a node that is not an array. */
    private static long[] longs(JsonNode array) {
        if (!array.isArray()) {
            return new long[] {-1};
        }
        long[] result = new long[array.size()];
        for (int i = 0; i < result.length; i++) {
            JsonNode number = array.path(i);
            result[i] = number.isIntegralNumber() && number.canConvertToLong() ? number.asLong() : -1;
        }
        return result;
    }

    private static ByteBuffer readFully(Path file, FileChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new ModelException(
                        String.format(Locale.ROOT, "%s ends too early, at byte %d", file, channel.size()));
            }
        }
        return buffer.flip();
    }

    /** Returns the names of the tensors. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /**
     * Returns the shape of a tensor.
     *
     * @throws ModelException if there is no tensor of this name
     */
    public long[] shape(String name) {
        Stored stored = tensors.get(name);
        if (stored == null) {
            throw new ModelException("%s has no tensor '%s'".formatted(file, name));
        }
        return stored.shape().clone();
    }

    /** Returns whether a tensor has floating-point values. */
    public boolean isFloat(String name) {
        Stored stored = tensors.get(name);
        return stored != null && stored.type() != Type.U8 && stored.type() != Type.I64;
    }

    /** Returns all texts, by name. */
    public Map<String, String> texts() {
        return Collections.unmodifiableMap(metadata);
    }

    /** Returns whether there is a text of this name. */
    public boolean hasText(String name) {
        return metadata.containsKey(name);
    }

    /**
     * Returns the text of this name.
     *
     * @throws ModelException if there is none
     */
    public String text(String name) {
        String text = metadata.get(name);
        if (text == null) {
            throw new ModelException("%s has no '%s': it is not a dann4j model".formatted(file, name));
        }
        return text;
    }

    /**
     * Returns whether the file contains its own sum, which is then correct. Files of other programs and old files have
     * none.
     */
    public boolean isSummed() {
        return metadata.containsKey(SUM);
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }

    /**
     * Returns copies of the tensors whose names begin with {@code prefix}, by the rest of the name. They belong to the
     * caller's scope.
     *
     * @throws ModelException if the file is missing or was replaced
     */
    public Map<String, Tensor> tensors(String prefix) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        readEach(beginningWith(prefix), copies::put);
        return copies;
    }

    /** Reads values. The header contains the sum and so shows whether the file is still the one that was checked. */
    private void readEach(Map<String, Stored> which, BiConsumer<String, Tensor> taker) {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(Long.BYTES);
            if (!Arrays.equals(readFully(file, channel, header.length).array(), header)) {
                throw new ModelException(file + " was changed while it was read");
            }
            for (Map.Entry<String, Stored> one : which.entrySet()) {
                taker.accept(one.getKey(), one.getValue().read(channel));
            }
        } catch (IOException e) {
            throw new ModelException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private Map<String, Stored> beginningWith(String prefix) {
        Map<String, Stored> found = new LinkedHashMap<>();
        tensors.forEach((name, stored) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), stored);
            }
        });
        return found;
    }

    private void requireNames(Set<String> own, Set<String> needed) {
        Stream<String> missing =
                needed.stream().filter(name -> !own.contains(name)).map("'%s' is missing"::formatted);
        Stream<String> extra =
                own.stream().filter(name -> !needed.contains(name)).map("'%s' is not one of its tensors"::formatted);
        List<String> differences = Stream.concat(missing, extra).toList();
        if (!differences.isEmpty()) {
            throw new ModelException("%s: contains other tensors than the network (%s%s); the file is damaged"
                    .formatted(
                            file,
                            differences.get(0),
                            differences.size() > 1
                                    ? String.format(Locale.ROOT, ", and %d more", differences.size() - 1)
                                    : ""));
        }
    }

    /**
     * Requires that all values are finite.
     *
     * @throws ModelException if a float32 tensor contains NaN or an infinite value; if the file is missing or was
     *     replaced
     */
    public void requireFinite() {
        readEach(tensors, (name, values) -> {
            try (values;
                    PointerScope scope = new PointerScope()) {
                Tensor flat = values.flatten();
                Tensor wrong = flat.isfinite().logical_not();
                if (wrong.any().item_bool()) {
                    long first = wrong.nonzero().flatten().select(0, 0).item_long();
                    throw new ModelException(String.format(
                            Locale.ROOT,
                            "%s: tensor '%s' contains %s as value %d; such a model cannot predict anything, train it again",
                            file,
                            name,
                            flat.select(0, first).item_float(),
                            first));
                }
            }
        });
    }

    /** Like {@link #copyInto(String, Map)}, for all tensors. */
    public void copyInto(Map<String, Tensor> network) {
        copyInto("", network);
    }

    /**
     * Copies the tensors whose names begin with {@code prefix} into the float32 tensors of {@code network}, which are
     * named by the rest of the name.
     *
     * @throws ModelException if a name is missing or superfluous, or a shape differs (nothing is copied then); if the
     *     file is missing or was replaced
     */
    public void copyInto(String prefix, Map<String, Tensor> network) {
        Map<String, Stored> own = beginningWith(prefix);
        requireNames(own.keySet(), network.keySet());
        own.forEach((name, stored) -> {
            Tensor tensor = Objects.requireNonNull(network.get(name));
            long[] shape = new long[Math.toIntExact(tensor.dim())];
            Arrays.setAll(shape, tensor::size);
            if (!Arrays.equals(shape, stored.shape()) || stored.type() != Type.F32) {
                throw new ModelException("%s: tensor '%s' has shape %s of %s, the network needs %s of F32"
                        .formatted(file, name, Arrays.toString(stored.shape()), stored.type(), Arrays.toString(shape)));
            }
        });
        readEach(own, (name, values) -> {
            try (values;
                    PointerScope scope = new PointerScope()) {
                Objects.requireNonNull(network.get(name)).detach().copy_(values);
            }
        });
    }
}

package io.github.dann4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.engine.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as other programs, also hostile ones, may write them. Every byte is written by hand here. */
class SafeTensorsTest {
    @TempDir
    private Path temp;

    private Path file(String header, byte[] values) throws IOException {
        byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(text.length).put(text).put(values);
        return Files.write(temp.resolve("model.safetensors"), all.array());
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    @Test
    void tensors_areReadByTheirOffsets_whateverTheirOrderInTheHeader() throws IOException {
        Path file = file(
                "{'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]},'a':{'dtype':'F32','shape':[1,1],'data_offsets':[0,4]},"
                        + "'none':{'dtype':'F32','shape':[0,3],'data_offsets':[12,12]}}   ",
                floats(1.5f, -2, 3));
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = SafeTensors.read(file).tensors("");
            assertThat(Tensors.floats(tensors.get("a"))).containsExactly(1.5f);
            assertThat(Tensors.floats(tensors.get("b"))).containsExactly(-2, 3);
            assertThat(tensors.get("none").numel()).isZero();

            Tensor a = Tensors.ofFloats(new float[1], 1, 1);
            Tensor b = Tensors.ofFloats(new float[2], 2);
            SafeTensors.read(file).copyInto(Map.of("a", a, "b", b, "none", Tensors.ofFloats(new float[0], 0, 3)));
            assertThat(Tensors.floats(a)).containsExactly(1.5f);
            assertThat(Tensors.floats(b)).containsExactly(-2, 3);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[9223372036854775807,-9223372036854775801] | tensor 'b'",
                "[4.5,12.5] | tensor 'b'",
                "['4','12'] | tensor 'b'",
                "[4,12,12] | tensor 'b'",
                "{'0':4,'1':12} | tensor 'b'",
                "[12,4] | tensor 'b'",
                "[4,16] | tensor 'b'",
                "[0,8] | tensor 'b' begins at byte 0 of the values, expected byte 4: tensors must be stored without overlap",
                "[2,10] | tensor 'b' begins at byte 2",
            })
    void wrongOffsets_areRefused_inOneLineThatNamesTheTensor(String offsets, String message) throws IOException {
        Path file = file(
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[2],'data_offsets':%s}}"
                        .formatted(offsets),
                floats(1, 2, 3));
        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void holesAndBytesOfNoTensor_areRefused() throws IOException {
        Path hole = file("{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}", floats(1, 2));
        assertThatThrownBy(() -> SafeTensors.read(hole))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tensor 'a' begins at byte 4 of the values, expected byte 0")
                .hasMessageContaining("without holes");
        Path rest = file("{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", floats(1, 2));
        assertThatThrownBy(() -> SafeTensors.read(rest))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("the tensors end at byte 4 of the values, the file has 8");
    }

    /** Each of them would be read into separate memory. */
    @Test
    void manyTensorsOverTheSameBytes_areRefused() throws IOException {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < 200; i++) {
            header.append(i == 0 ? "" : ",")
                    .append(String.format(Locale.ROOT, "'t%d':{'dtype':'U8','shape':[64],'data_offsets':[0,64]}", i));
        }
        Path file = file(header + "}", new byte[64]);
        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("without overlap");
    }

    @Test
    void aNameTwice_isRefused() throws IOException {
        Path file = file(
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
                floats(1, 2));
        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("Duplicate")
                .hasMessageContaining("'a'")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({"I32, 4", "BOOL, 1", "F64, 8"})
    void tensorsOfOtherTypes_areNamedWithTheirType(String type, int bytes) throws IOException {
        Path file = file(
                String.format(
                        Locale.ROOT,
                        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'steps':{'dtype':'%s','shape':[],'data_offsets':[4,%d]}}",
                        type,
                        4 + bytes),
                new byte[4 + bytes]);
        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tensor 'steps' has values of type '" + type + "'")
                .hasMessageContaining("float32 (F32)");
    }

    /** 1.5 is 0x3e00 in float16 and 0x3fc0 in bfloat16. */
    @ParameterizedTest
    @CsvSource({"F16, 62", "BF16, 63"})
    void shorterFloats_areRead_butAreNoWeightsOfAModel(String type, int high) throws IOException {
        byte[] value = {type.equals("F16") ? 0 : (byte) 0xc0, (byte) high};
        Path file = file("{'a':{'dtype':'%s','shape':[1],'data_offsets':[0,2]}}".formatted(type), value);
        try (PointerScope scope = new PointerScope()) {
            SafeTensors read = SafeTensors.read(file);
            read.requireFinite();
            assertThat(Tensors.floats(read.tensors("").get("a").to(ScalarType.Float)))
                    .containsExactly(1.5f);
            assertThat(read.isFloat("a")).isTrue();
            assertThat(read.shape("a")).containsExactly(1);
            assertThatThrownBy(() -> read.copyInto(Map.of("a", Tensors.ofFloats(new float[1], 1))))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("tensor 'a' has shape [1] of " + type + ", the network needs [1] of F32");
        }
    }

    @Test
    void tensorsThatTheNetworkLacks_andThatItNeeds_areNamed() throws IOException {
        Path file = file("{'more':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", floats(1));
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> needs = Map.of("a", Tensors.ofFloats(new float[1], 1));
            assertThatThrownBy(() -> SafeTensors.read(file).copyInto(needs))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("'a' is missing, and 1 more");
            assertThatThrownBy(() -> SafeTensors.read(file).copyInto(Map.of()))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("'more' is not one of its tensors");
        }
    }

    @Test
    void metadataThatAreNoTexts_areRefused() throws IOException {
        Path file = file("{'__metadata__':{'dann4j':7}}", new byte[0]);
        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("'dann4j' in its __metadata__ is not a text");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void requireFinite_namesTheTensor(float value) throws IOException {
        Path file = file("{'a.weight':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}", floats(1, value));
        assertThatThrownBy(() -> SafeTensors.read(file).requireFinite())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tensor 'a.weight' contains " + value + " as value 1");
    }

    private Path write(Map<String, Tensor> tensors) throws IOException {
        Path file = temp.resolve("some.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            SafeTensors.write(out, tensors, Map.of("text", "value"));
        }
        return file;
    }

    @Test
    void tensorsOfEveryType_comeBackBitForBit() throws IOException {
        float[] floats = {0, -0f, 1, Float.MIN_VALUE, -Float.MAX_VALUE, Float.NaN};
        long[] longs = {Long.MIN_VALUE, -1, 0, 1L << 53 | 1, Long.MAX_VALUE};
        byte[] many = new byte[3_000_001]; // of several pieces, the last one not full
        for (int i = 0; i < many.length; i++) {
            many[i] = (byte) (i * 31 >> 3);
        }
        try (PointerScope scope = new PointerScope()) {
            Path file = write(Map.of(
                    "floats", Tensors.ofFloats(floats, 2, 3),
                    "longs", Tensors.ofLongs(longs, 5),
                    "bytes", Tensors.ofBytes(many, many.length),
                    "none", Tensors.ofFloats(new float[0], 0, 7)));
            SafeTensors read = SafeTensors.read(file);
            Map<String, Tensor> tensors = read.tensors("");

            assertThat(read.text("text")).isEqualTo("value");
            assertThat(read.isSummed()).isTrue();
            assertThat(Tensors.floats(tensors.get("floats"))).containsExactly(floats);
            assertThat(tensors.get("floats").sizes().vec().get()).containsExactly(2, 3);
            assertThat(Tensors.longs(tensors.get("longs"))).containsExactly(longs);
            assertThat(Tensors.bytes(tensors.get("bytes"))).containsExactly(many);
            assertThat(tensors.get("none").sizes().vec().get()).containsExactly(0, 7);
        }
    }

    /** The file is sparse, so it takes no disk space. */
    @Test
    void whatLiesBehindATensorOfThreeGigabytes_isReadFromItsPlace() throws IOException {
        Path file = temp.resolve("large.safetensors");
        long large = 3L << 30;
        String header = String.format(
                Locale.ROOT,
                "{\"large\":{\"dtype\":\"F32\",\"shape\":[3,268435456],\"data_offsets\":[0,%1$d]},"
                        + "\"small\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[%1$d,%2$d]}}",
                large,
                large + 3);
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.allocate(Long.BYTES + text.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length)
                    .put(text)
                    .flip());
            channel.write(ByteBuffer.wrap(new byte[] {7, 8, 9}), Long.BYTES + text.length + large);
        }
        try (PointerScope scope = new PointerScope()) {
            assertThat(Tensors.bytes(SafeTensors.read(file).tensors("small").get("")))
                    .containsExactly(7, 8, 9);
        }
    }

    @Test
    void aFileThatIsAnotherOneWhenItsValuesAreAskedFor_isRefused() throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Path file = write(Map.of("a", Tensors.ofFloats(new float[] {1}, 1)));
            SafeTensors read = SafeTensors.read(file);
            Path unused = write(Map.of("a", Tensors.ofFloats(new float[] {2}, 1)));
            assertThatThrownBy(() -> read.tensors(""))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("was changed");
            Files.delete(file);
            assertThatThrownBy(() -> read.tensors(""))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(file.toString());
        }
    }
}

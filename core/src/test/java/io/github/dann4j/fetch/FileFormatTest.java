package io.github.dann4j.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The formats of weights; those of datasets are in {@link FetchTest}. */
class FileFormatTest {
    private static final byte[] PAGE = "<!DOCTYPE html><p>gone".getBytes(StandardCharsets.UTF_8);

    /** How a file of PyTorch begins: a zip archive with a pickle. */
    private static final byte[] PICKLE = "PK\u0003\u0004 archive/data.pkl".getBytes(StandardCharsets.UTF_8);

    /** What is there instead of a large file where a repository keeps it elsewhere. */
    private static final byte[] POINTER =
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private String problem(FileFormat format, byte[] content) throws IOException {
        return String.valueOf(format.problem(Files.write(folder.resolve("file"), content)));
    }

    private static byte[] safeTensors() {
        byte[] header = ("{\"__metadata__\": {\"format\": \"pt\"},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\": [0, 8]}}")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + header.length + 16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    @Test
    void safeTensors_endWhereTheirHeaderSays() throws IOException {
        byte[] whole = safeTensors();
        assertThat(problem(FileFormat.SAFETENSORS, whole)).isEqualTo("null");
        for (int length : new int[] {0, 7, 8, 60, whole.length - 1, whole.length + 1}) {
            assertThat(problem(FileFormat.SAFETENSORS, Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isEqualTo("is not a complete safetensors file");
        }
        for (byte[] other : new byte[][] {PICKLE, POINTER}) {
            assertThat(problem(FileFormat.SAFETENSORS, other)).isEqualTo("is not a complete safetensors file");
        }
        assertThat(problem(FileFormat.SAFETENSORS, PAGE)).isEqualTo("is a web page");
    }

    @Test
    void onnx_beginsWithItsVersion() throws IOException {
        assertThat(problem(FileFormat.ONNX, new byte[] {8, 7, 18, 1, 'x'})).isEqualTo("null");
        for (byte[] other : new byte[][] {PICKLE, POINTER, safeTensors(), {}, {8}, {8, 0}}) {
            assertThat(problem(FileFormat.ONNX, other)).isEqualTo("is not a complete onnx file");
        }
        assertThat(problem(FileFormat.ONNX, PAGE)).isEqualTo("is a web page");
    }
}

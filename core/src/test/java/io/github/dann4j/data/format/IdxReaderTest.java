package io.github.dann4j.data.format;

import static io.github.dann4j.data.format.IdxBytes.concat;
import static io.github.dann4j.data.format.IdxBytes.gzip;
import static io.github.dann4j.data.format.IdxBytes.images;
import static io.github.dann4j.data.format.IdxBytes.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Slice;
import io.github.dann4j.engine.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
    private static final int[] GREY = {0x803, 3, 4, 4};

    @TempDir
    Path folder;

    @Test
    void aSlice_isThoseImages() {
        for (byte[] content : new byte[][] {images(9), gzip(images(9))}) {
            try (IdxReader reader = IdxReader.open(file(content))) {
                Tensor some = reader.images(new Slice(2, 5));
                assertThat(some.sizes().vec().get()).containsExactly(3, 4, 4, 1);
                byte[] bytes = Tensors.bytes(some);
                assertThat(new int[] {bytes[0], bytes[16], bytes[47]}).containsExactly(2, 3, 4);
            }
        }
    }

    @Test
    void imagesOfManyBlocks_andThoseThatShrinkWell_areReadWhole() {
        // 3 MB that gzip compresses 600 times: memory for them is allocated in steps.
        byte[] values = new byte[3 * 1024 * 1024];
        values[values.length - 1] = 7;
        Path file = file(gzip(IdxBytes.of(new int[] {0x804, 1024, 32, 32, 3}, values)));
        try (IdxReader reader = IdxReader.open(file)) {
            assertThat(Tensors.bytes(reader.images(Slice.ALL))).isEqualTo(values);
        }
    }

    @Test
    void labelsOfManyBlocks_areReadWhole() {
        byte[] values = new byte[2_500_000];
        new Random(0).nextBytes(values);
        try (IdxReader reader = IdxReader.open(file(gzip(IdxBytes.of(new int[] {0x801, values.length}, values))))) {
            int[] read = reader.labels(256);
            assertThat(read).hasSize(values.length);
            for (int at : new int[] {0, 1_048_575, 1_048_576, 2_499_999}) {
                assertThat(read[at]).isEqualTo(values[at] & 0xff);
            }
        }
    }

    @Test
    void wrongMagicNumber_isNamedWithThoseThatAreRight() {
        for (byte[] content : new byte[][] {
            IdxBytes.of(new int[] {0x01020304, 1}, (byte) 0),
            gzip("this is text, not IDX".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        }) {
            failure(content).hasMessageContaining("wrong magic number at byte 0: expected 0x00000801 (labels)");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 15})
    void aHeaderCutShort_saysWhereItEnds(int length) {
        byte[] start = Arrays.copyOf(images(3), length);

        failure(start).hasMessageContaining("truncated: ends at byte " + length);
        failure(gzip(start)).hasMessageContaining("truncated: ends at byte " + length);
    }

    @Test
    void plainFileCutShort_isRefusedByItsSize() {
        failure(Arrays.copyOf(images(3), 50))
                .hasMessageContaining(
                        "truncated, or a wrong header: dimensions [3, 4, 4] need 48 bytes, the file has room for 34");
    }

    @Test
    void gzipCutAnywhere_isOneLine() {
        byte[] values = new byte[48];
        new Random(0).nextBytes(values);
        byte[] whole = gzip(IdxBytes.of(GREY, values));
        for (int length = 2; length < whole.length; length++) {
            failure(Arrays.copyOf(whole, length)).hasMessageMatching("(?s).*(truncated|room).*");
        }
    }

    @Test
    void contentCutBeforeItWasCompressed_saysWhereItEnds() {
        failure(gzip(Arrays.copyOf(images(3), 40)))
                .hasMessageContaining("truncated: ends at byte 40 of the content, dimensions [3, 4, 4] need 64");
        failure(gzip(Arrays.copyOf(labels(1, 2, 3), 10))).hasMessageContaining("truncated: ends at byte 10");
    }

    @Test
    void aDamagedByte_isFound() {
        byte[] values = new byte[48];
        new Random(0).nextBytes(values);
        byte[] whole = gzip(IdxBytes.of(GREY, values));
        for (int at = 12; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            failure(damaged);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0})
    void dimensionsBelowOne_areRefusedWithTheirPlace(int dimension) {
        failure(IdxBytes.of(new int[] {0x803, 3, dimension, 4}))
                .hasMessageContaining("dimension 1 (byte 8) must be 1 or more, got " + dimension);
    }

    @Test
    void absurdDimensions_takeNoMemory() {
        int max = Integer.MAX_VALUE;
        for (int[] header : new int[][] {
            {0x801, max}, {0x803, max, max, 1}, {0x803, 1, max, max}, {0x803, max, 28, 28}, {0x804, 1, max, max, 3}
        }) {
            failure(IdxBytes.of(header, new byte[100]))
                    .hasMessageMatching(".*(need \\d+ bytes|larger than any file).*");
            failure(gzip(IdxBytes.of(header, new byte[100])))
                    .hasMessageMatching(".*(need \\d+ bytes|larger than any file).*");
        }
        failure(IdxBytes.of(new int[] {0x803, max, max, max})).hasMessageContaining("larger than any file");
    }

    @Test
    void colourImagesWithoutThreeChannels_areRefused() {
        failure(IdxBytes.of(new int[] {0x804, 1, 2, 2, 4}, new byte[16]))
                .hasMessageContaining("colour images must have 3 channels, got 4");
    }

    @Test
    void bytesAfterTheEnd_areRefused() {
        failure(concat(images(3), (byte) 0))
                .hasMessageContaining("1 bytes too many: dimensions [3, 4, 4] end at byte 64");
        failure(gzip(concat(images(3), new byte[5]))).hasMessageContaining("5 bytes too many");
        failure(gzip(concat(labels(1, 2), new byte[3_000_000]))).hasMessageContaining("at least");
        failure(concat(gzip(images(3)), "tail".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .hasMessageContaining("bytes follow the end of the compressed data");
    }

    @Test
    void labelOutOfRange_isNamedWithItsPlace() {
        try (IdxReader reader = IdxReader.open(file(labels(0, 9, 10, 3)))) {
            assertThatThrownBy(() -> reader.labels(10))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("label 10 of image 2 (byte 10) is outside 0 to 9");
        }
    }

    @Test
    void aLabelFileForImages_andTheOtherWayRound_areRefused() {
        try (IdxReader reader = IdxReader.open(file(labels(0, 1)))) {
            assertThatThrownBy(() -> reader.images(Slice.ALL))
                    .hasMessageContaining("expected images (0x00000803 or 0x00000804), got magic number 0x00000801");
        }
        try (IdxReader reader = IdxReader.open(file(images(2)))) {
            assertThatThrownBy(() -> reader.labels(10)).hasMessageContaining("expected labels (0x00000801)");
        }
    }

    @Test
    void noFile_andAFolder_areToldApart() throws IOException {
        assertThatThrownBy(() -> IdxReader.open(folder.resolve("none")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none: no such file");
        assertThatThrownBy(() -> IdxReader.open(Files.createDirectory(folder.resolve("folder"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("folder: is a folder, not a file");
    }

    @Test
    void aFileThatMayNotBeRead_isOneLine() throws IOException {
        Path file = file(images(1));
        Files.setPosixFilePermissions(file, Set.of());
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertThatThrownBy(() -> IdxReader.open(file))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("cannot be read: access denied");
    }

    @Test
    void anyBytes_giveAResultOrADataException() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            byte[] content = random.nextBoolean() ? images(3) : labels(0, 1, 2, 3, 4);
            for (int change = random.nextInt(3); change >= 0; change--) {
                content[random.nextInt(content.length)] = (byte) random.nextInt(256);
            }
            content = random.nextBoolean() ? gzip(content) : content;
            if (random.nextInt(4) == 0) {
                content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                readAll(file(content));
            } catch (DataException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
    }

    private AbstractThrowableAssert<?, ?> failure(byte[] content) {
        Path file = file(content);
        return assertThatThrownBy(() -> readAll(file))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageNotContaining("\n");
    }

    private static void readAll(Path file) {
        try (IdxReader reader = IdxReader.open(file)) {
            if (reader.holdsImages()) {
                reader.images(Slice.ALL).close();
            } else {
                assertThat(reader.labels(256)).hasSize(reader.count());
            }
        }
    }

    private Path file(byte[] content) {
        return IdxBytes.write(folder.resolve("file"), content);
    }
}

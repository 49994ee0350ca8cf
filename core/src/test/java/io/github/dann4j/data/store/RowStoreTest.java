package io.github.dann4j.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowStoreTest {
    private static final int ROW = 12;

    @TempDir
    Path temp;

    private static byte[] row(int number) {
        byte[] bytes = new byte[ROW];
        for (int i = 0; i < ROW; i++) {
            bytes[i] = (byte) (20 * number + i);
        }
        return bytes;
    }

    private List<Path> files() throws IOException {
        Path folder = temp.resolve("rows");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1000})
    void rows_becomeATensor_inMemoryAndInAFile(long memory) throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Tensor tensor;
            try (RowStore store = RowStore.of(10, ROW, new StorageSpace(temp, memory))) {
                assertThat(files()).hasSize(memory == 0 ? 1 : 0);
                IntStream.range(0, 10).parallel().forEach(i -> store.put(i, row(i)));
                assertThat(store.get(7)).isEqualTo(row(7));
                tensor = store.tensor(ScalarType.Byte, 2, 2, 3);
            }
            assertThat(tensor.sizes().vec().get()).containsExactly(10, 2, 2, 3);
            assertThat(tensor.is_contiguous()).isTrue();
            byte[] all = Tensors.bytes(tensor);
            for (int i = 0; i < 10; i++) {
                assertThat(java.util.Arrays.copyOfRange(all, i * ROW, (i + 1) * ROW))
                        .isEqualTo(row(i));
            }
        }
        assertThat(files()).isEmpty(); // it is mapped, and has no name any more
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1000})
    void keptRows_moveToTheFront(long memory) {
        try (PointerScope scope = new PointerScope();
                RowStore store = RowStore.of(6, ROW, new StorageSpace(temp, memory))) {
            for (int i : new int[] {1, 2, 4, 5}) {
                store.put(i, row(i));
            }
            store.keep(new int[] {1, 2, 4, 5});
            store.keep(new int[] {0, 2, 3});

            assertThat(store.size()).isEqualTo(3);
            byte[] all = Tensors.bytes(store.tensor(ScalarType.Byte, ROW));
            assertThat(all)
                    .isEqualTo(ByteBuffer.allocate(3 * ROW)
                            .put(row(1))
                            .put(row(4))
                            .put(row(5))
                            .array());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1000})
    void features_areFloats(long memory) {
        try (PointerScope scope = new PointerScope();
                RowStore store = RowStore.of(2, 8, new StorageSpace(temp, memory))) {
            for (int i = 0; i < 2; i++) {
                store.put(
                        i,
                        ByteBuffer.allocate(8)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putFloat(i + 0.5f)
                                .putFloat(-i)
                                .array());
            }
            assertThat(Tensors.floats(store.tensor(ScalarType.Float, 2))).containsExactly(0.5f, 0, 1.5f, -1);
        }
    }

    @Test
    void limit_isThatOfTheSplit() throws IOException {
        try (RowStore exactly = RowStore.of(10, ROW, new StorageSpace(temp, 10 * ROW))) {
            assertThat(files()).isEmpty();
        }
        try (RowStore more = RowStore.of(10, ROW, new StorageSpace(temp, 10 * ROW - 1))) {
            assertThat(files()).hasSize(1);
        }
        assertThat(files()).isEmpty(); // closed without a tensor, as after a failure
    }

    @Test
    void keptRows_mustAscend() {
        try (RowStore store = RowStore.of(3, ROW, StorageSpace.inMemory())) {
            assertThatThrownBy(() -> store.keep(new int[] {1, 0})).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.keep(new int[] {1, 1})).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void abandonedFiles_areRemoved_butNotThoseInUse() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("rows"));
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
        Path left = Files.writeString(folder.resolve("1.rows"), "left by a kill");
        Path used = Files.writeString(folder.resolve("2.rows"), "in use");
        Path young = Files.writeString(folder.resolve("3.rows"), "just begun");
        Path other = Files.writeString(folder.resolve("notes.txt"), "not ours");
        for (Path file : List.of(left, used, other)) {
            Files.setLastModifiedTime(file, old);
        }
        try (FileChannel channel = FileChannel.open(used, StandardOpenOption.WRITE)) {
            channel.lock();
            RowStore.of(1, ROW, new StorageSpace(temp, 0)).close();
        }
        assertThat(files()).containsExactlyInAnyOrder(used, young, other);
    }

    @Test
    void unusableFolder_isOneClearLine() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> RowStore.of(1, ROW, new StorageSpace(file, 0)))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("do not fit into the memory that they may take")
                .hasMessageContaining(file.resolve("rows").toString());
    }
}

package io.github.dann4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    @TempDir
    private Path temp;

    @Test
    void csv_withNamesAndLabels() throws IOException {
        Table table = Table.read(csv("a, b, kind\r\n1,-2.5,\"red, dark\"\r\n3e2, 4 ,blue\r\n\r\n"), "kind");

        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.columns()).isEqualTo(2);
        assertThat(table.values()).containsExactly(1, -2.5f, 300, 4);
        assertThat(table.labels()).containsExactly("red, dark", "blue");
    }

    @Test
    void csv_withoutNames_andLabelsByNumber() throws IOException {
        Table table = Table.read(csv("7,1,2\n8,3,4\n"), "1");

        assertThat(table.values()).containsExactly(1, 2, 3, 4);
        assertThat(table.labels()).containsExactly("7", "8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2;3 | line 2: has 1 cells, the first line has 2",
                "1,2;3,x | line 2, column 2: 'x' is no finite number",
                "1,2;3,NaN | 'NaN' is no finite number",
                "a,b | holds no row of numbers",
                "1,2;3,4;5,1e99 | line 3, column 2: '1e99'",
            })
    void badCsv_namesTheLine(String text, String message) throws IOException {
        Path file = csv(text.strip().replace(';', '\n'));

        assertThatThrownBy(() -> Table.read(file, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("table.csv")
                .hasMessageContaining(message.strip());
    }

    @Test
    void csvThatIsNone_isToldInOneLine() throws IOException {
        Path empty = csv("");
        Path open = csv("1,\"2\n3,4");
        Path bytes = Files.write(temp.resolve("bytes.csv"), new byte[] {'1', ',', (byte) 0xff, (byte) 0xfe, '\n'});
        Path labels = Files.writeString(temp.resolve("labels.csv"), "1,2\n3,4\n");

        for (Path file : new Path[] {empty, open, bytes, temp.resolve("none.csv")}) {
            Throwable failure = catchThrowable(() -> Table.read(file, null));
            assertThat(failure).isInstanceOf(DataException.class);
            assertThat(failure.getMessage().lines()).hasSize(1);
        }
        assertThatThrownBy(() -> Table.read(labels, "kind"))
                .hasMessageContaining("no column 'kind'")
                .hasMessageContaining("1, 2");
        assertThatThrownBy(() -> Table.read(labels, "3")).hasMessageContaining("there are 2");
    }

    @ParameterizedTest
    @CsvSource({"<f4, 4", "<f8, 8", ">f4, 4", ">f8, 8", "<i4, 4", "<i8, 8", "|u1, 1", "|i1, 1", "<u2, 2", "<i2, 2"})
    void npy_ofEveryType(String type, int bytes) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(6 * bytes)
                .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 6; i++) {
            switch (type.substring(1)) {
                case "f4" -> body.putFloat(i);
                case "f8" -> body.putDouble(i);
                case "i4" -> body.putInt(i);
                case "i8" -> body.putLong(i);
                case "u2", "i2" -> body.putShort((short) i);
                default -> body.put((byte) i);
            }
        }
        Table table = Table.read(
                npy("{'descr': '%s', 'fortran_order': False, 'shape': (2, 3), }".formatted(type), body), null);

        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.columns()).isEqualTo(3);
        assertThat(table.values()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), } | fortran_order",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), } | a matrix is needed",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), } | takes",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 999999999), } | more than 2^31",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), } | no positive sides",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 3), } | no positive sides",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (2, 3), } | values of type",
                "[1, 2] | not that of a plain array",
            })
    void badNpy_isToldInOneLine(String header, String message) throws IOException {
        Path file = npy(header.strip(), ByteBuffer.allocate(24));

        assertThatThrownBy(() -> Table.read(file, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("table.npy")
                .hasMessageContaining(message.strip());
    }

    @Test
    void cutOffNpy_isRefused() throws IOException {
        byte[] whole = Files.readAllBytes(
                npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", ByteBuffer.allocate(24)));
        for (int length = 0; length < whole.length; length++) {
            Path part = Files.write(temp.resolve("part.npy"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Table.read(part, null))
                    .as("%d bytes", length)
                    .isInstanceOf(DataException.class);
        }
    }

    private Path csv(String text) throws IOException {
        return Files.writeString(temp.resolve("table.csv"), text);
    }

    private Path npy(String header, ByteBuffer body) throws IOException {
        byte[] text = (header + " ".repeat(20) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file =
                ByteBuffer.allocate(10 + text.length + body.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        file.putShort((short) text.length).put(text).put(body.array());
        return Files.write(temp.resolve("table.npy"), file.array());
    }
}

package io.github.dann4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dann4j.data.DataException;
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
                "1,2;3,x | line 2, column 2: 'x' is not a finite number",
                "1,2;3,NaN | 'NaN' is not a finite number",
                "a,b | contains no row of numbers",
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

    @Test
    void csv_withAByteOrderMark_isTheTableWithout() throws IOException {
        assertThat(Table.read(csv("\uFEFF0.5,1\n2,3\n"), null).values()).containsExactly(0.5f, 1, 2, 3);
        assertThat(Table.read(csv("\uFEFFkind,x\na,1\nb,2\n"), "kind").labels()).containsExactly("a", "b");
    }

    @Test
    void csv_ofNumbersOnly_hasNoLineOfNames() throws IOException {
        Table table = Table.read(csv("0.5,1.5\n2,3\n"), null);

        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.remarks()).isEmpty();
    }

    @Test
    void csv_whoseFirstLineHoldsNoNumber_hasNames() throws IOException {
        Table table = Table.read(csv("a,b\n2,3\n"), null);

        assertThat(table.rows()).isEqualTo(1);
        assertThat(table.remarks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,1,2;5,5,5;6,6,6;9,9,9 |  | 3 | 3 | first line taken as names: 0, 1, 2",
                "0,1;5,5;6,6 |  | 3 | 2 | first line taken as a row: 0, 1",
                "12%,-;5,5;6,6 |  | 2 | 2 | first line taken as names: 12%, -",
                "x,x;5,5;6,6 |  | 2 | 2 | first line taken as names: x, x",
                "label,0,1,2;a,5,5,5;b,6,6,6 | 1 | 2 | 3 | first line taken as names: label, 0, 1, 2",
                ",a,b;0,5,5;1,6,6;2,7,8 |  | 3 | 2 | column 1 has no name and counts the rows; left out",
                "Unnamed: 0,a;0,5;1,6;2,8 |  | 3 | 1 | column 1 has no name and counts the rows; left out",
                "~~,~a~;1,5;2,6;3,8 |  | 3 | 1 | column 1 has no name and counts the rows; left out",
                "0,5,5;1,6,7;2,7,9 |  | 3 | 2 | column 1 has no name and counts the rows; left out",
                ",a,b;7,5,5;3,6,6;9,7,8 |  | 3 | 3 | column 1 has no name; used as a feature like the others",
                "id,a;0,5;1,6;2,8 |  | 3 | 2 | column 1 ('id') counts the rows; used as a feature like the others",
            })
    void csv_tellsWhatItGuesses(String text, String labels, int rows, int columns, String remark) throws IOException {
        Path file = csv(text.strip().replace('~', '"').replace(';', '\n') + "\n");
        Table table = Table.read(file, labels);

        assertThat(table.rows()).isEqualTo(rows);
        assertThat(table.columns()).isEqualTo(columns);
        assertThat(table.remarks()).first().asString().endsWith(": " + remark);
    }

    @Test
    void csv_whoseIndexIsLeftOut_keepsTheOtherValues() throws IOException {
        Table table = Table.read(csv(",a,b,kind\n0,1.5,2,x\n1,3,4,y\n2,5,6,z\n"), "kind");

        assertThat(table.values()).containsExactly(1.5f, 2, 3, 4, 5, 6);
        assertThat(table.labels()).containsExactly("x", "y", "z");
    }

    @Test
    void csv_labelsByNumber_areNoName() throws IOException {
        Table table = Table.read(csv("1,0.5,0.25\n0,0.75,0.5\n"), "1");

        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.labels()).containsExactly("1", "0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",0.5,0.5;1,2,3 |  | line 1: some cells are numbers and some are not",
                "a,0.5;b,2 |  | name a column of labels with --labels",
                "setosa,0.5,1.5;setosa,2,3 | setosa | --labels also accepts the number of a column",
                "nan,0.5;1,2 |  | line 1, column 1: 'nan' is not a finite number",
                "NaN,Infinity;1,2 |  | line 1, column 1: 'NaN' is not a finite number",
                "1,2;3,1d |  | line 2, column 2: '1d' is not a finite number",
                "1,2;3,2f |  | line 2, column 2: '2f' is not a finite number",
                "1,2;3,0x1p3 |  | line 2, column 2: '0x1p3' is not a finite number",
                "1,2;3, |  | line 2, column 2: '' is not a finite number",
                "1,2;3,\u0663 |  | is not a finite number",
                ",;1,2 |  | line 1: all cells are empty",
                "1e-40,2e-40;3e-40,1e-41 |  | too little for single precision",
            })
    void csv_refusesWhatIsNeitherNamesNorNumbers(String text, String labels, String message) throws IOException {
        Path file = csv(text.strip().replace(';', '\n'));

        assertThatThrownBy(() -> Table.read(file, labels))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message.strip());
    }

    /** Float32 has steps of 8 at 1e8. */
    @Test
    void valuesFarFromZero_keepTheirDifferences() throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer body = ByteBuffer.allocate(8 * 8).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = {0.25, 1, 0.5, 2, 0.75, 3, 1, 4};
        for (int i = 0; i < values.length; i += 2) {
            text.append(100_000_000 + values[i])
                    .append(',')
                    .append(-100_000_000 + values[i + 1])
                    .append('\n');
            body.putDouble(100_000_000 + values[i]).putDouble(-100_000_000 + values[i + 1]);
        }
        Table csv = Table.read(csv(text.toString()), null);
        Table npy = Table.read(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4, 2), }", body), null);

        for (Table table : new Table[] {csv, npy}) {
            assertThat(table.centred()).isTrue();
            assertThat(table.values()).containsExactly(-0.375f, -1.5f, -0.125f, -0.5f, 0.125f, 0.5f, 0.375f, 1.5f);
        }
    }

    @Test
    void ordinaryValues_areRoundedAndNothingElse() throws IOException {
        Table table = Table.read(csv("2019.1,0.1\n2031.7,0.3\n5000000000,0.3\n"), null);

        assertThat(table.centred()).isFalse();
        assertThat(table.values()).containsExactly(2019.1f, 0.1f, 2031.7f, 0.3f, 5e9f, 0.3f);
    }

    @Test
    void npz_isToldForWhatItIs() throws IOException {
        byte[] zip = {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0};
        for (String name : new String[] {"points.npz", "points.npy"}) {
            Path file = Files.write(temp.resolve(name), zip);
            assertThat(Table.isTable(file)).isTrue();
            assertThatThrownBy(() -> Table.read(file, null))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("is an .npz file, an archive of arrays")
                    .hasMessageContaining("numpy.save");
        }
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
                "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), } | is not a matrix",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), } | takes",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 999999999), } | maximum of 2^31",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), } | each side must be",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 3), } | each side must be",
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

package io.github.dann4j.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.DataKind;
import io.github.dann4j.data.ExampleKeys;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.name.BaseName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.prepare.FeaturePreprocessing;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of features as datasets: their content, their splits, and what is refused. */
class FeatureFileTest {
    @TempDir
    private Path temp;

    private DataLocation where() {
        return new DataLocation(List.of()).from(temp);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(temp.resolve(name), text);
    }

    private FeatureSet open(String name, Split split) {
        return (FeatureSet) DataCatalog.examples(name, split, where(), GeneratedSize.defaults());
    }

    private FeatureSet all(String name) {
        return DataCatalog.allFeatures(name, where());
    }

    private static float[][] rows(FeatureSet set) {
        return Tensors.rows(set.features());
    }

    @Test
    void csv_hasNamedColumnsAndTheLabelsOfTheColumnLabel() throws IOException {
        write("a.csv", "x,label,y\n1,dog,-2.5\n3e2,cat,4\n5,dog,6\n");
        try (FeatureSet set = all("csv:a.csv")) {
            assertThat(set.columnNames()).containsExactly("x", "y");
            assertThat(rows(set)).isDeepEqualTo(new float[][] {{1, -2.5f}, {300, 4}, {5, 6}});
            assertThat(set.classNames()).containsExactly("cat", "dog");
            assertThat(Tensors.longs(set.labels())).containsExactly(1, 0, 1);
        }
        write("b.csv", "x,kind\n1,10\n2,9\n3,-1\n");
        try (FeatureSet set = all("csv:b.csv?labels=kind")) {
            assertThat(set.classNames()).as("in the order of numbers").containsExactly("-1", "9", "10");
        }
        try (FeatureSet set = all("csv:b.csv")) {
            assertThat(set.isLabeled()).isFalse();
            assertThat(set.columns()).isEqualTo(2);
        }
        try (FeatureSet set = all("csv:a.csv?labels=none")) {
            assertThat(set.isLabeled()).isFalse();
            assertThat(set.columnNames()).containsExactly("x", "y");
        }
    }

    @Test
    void npy_takesItsLabelsFromAnotherFile() throws IOException {
        Files.write(temp.resolve("x.npy"), npy("(3, 2)", 1, 2, 3, 4, 5, 6));
        Files.write(temp.resolve("y.npy"), npy("(3,)", 7, 0, 7));
        try (FeatureSet set = all("npy:x.npy?labels=y.npy")) {
            assertThat(rows(set)).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}, {5, 6}});
            assertThat(set.classNames()).containsExactly("0", "7");
            assertThat(Tensors.longs(set.labels())).containsExactly(1, 0, 1);
        }
        Files.write(temp.resolve("short.npy"), npy("(2,)", 7, 0));
        assertThatThrownBy(() -> all("npy:x.npy?labels=short.npy")).hasMessageContaining("expected 3 labels");
        Files.write(temp.resolve("half.npy"), npy("(3,)", 7, 0.5f, 1));
        assertThatThrownBy(() -> all("npy:x.npy?labels=half.npy"))
                .hasMessageContaining("label 0.5 is not a whole number");
        Files.write(temp.resolve("nan.npy"), npy("(1, 2)", 1, Float.NaN));
        assertThatThrownBy(() -> all("npy:nan.npy")).hasMessageContaining("row 1, column 2 is NaN");
    }

    @Test
    void svmlight_hasZerosWhereItSaysNothing_andAsManyColumnsAsAskedFor() throws IOException {
        write("a.svm", "1 0:2 3:0.5\n-1 2:7\n");
        try (FeatureSet set = all("svmlight:a.svm");
                FeatureSet wider = all("svmlight:a.svm?columns=6")) {
            assertThat(rows(set)).isDeepEqualTo(new float[][] {{2, 0, 0, 0.5f}, {0, 0, 7, 0}});
            assertThat(set.classNames()).containsExactly("-1", "1");
            assertThat(Tensors.longs(set.labels())).containsExactly(1, 0);
            assertThat(wider.columns()).isEqualTo(6);
        }
    }

    @Test
    void aShareOfEachClassIsTheTestSplit_drawnFromTheRows() throws IOException {
        StringBuilder text = new StringBuilder("x,label\n");
        for (int i = 0; i < 400; i++) {
            text.append(i).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        write("a.csv", text.toString());
        try (FeatureSet train = open("csv:a.csv?test=0.25", Split.TRAIN);
                FeatureSet test = open("csv:a.csv?test=0.25", Split.TEST);
                FeatureSet other = open("csv:a.csv?test=0.25,seed=1", Split.TEST)) {
            assertThat(train.size() + test.size()).isEqualTo(400);
            assertThat(test.size()).isBetween(60, 140);
            assertThat(flat(train)).doesNotContainAnyElementsOf(flat(test));
            assertThat(rows(other)).isNotEqualTo(rows(test));
        }
        // Another order and fewer rows move no row to another split.
        List<String> lines = new ArrayList<>(text.toString().lines().skip(200).toList());
        java.util.Collections.reverse(lines);
        write("b.csv", "x,label\n" + String.join("\n", lines) + "\n");
        try (FeatureSet test = open("csv:a.csv?test=0.25", Split.TEST);
                FeatureSet part = open("csv:b.csv?test=0.25", Split.TEST)) {
            assertThat(flat(test)).containsAll(flat(part));
        }
    }

    private static List<Float> flat(FeatureSet set) {
        return Arrays.stream(rows(set)).map(row -> row[0]).toList();
    }

    @Test
    void testRows_canBeAllOrThoseOfAnotherFile_andSlicesComeAfterwards() throws IOException {
        write("a.csv", "x,label\n1,a\n2,b\n3,a\n");
        write("t.csv", "x,label\n9,b\n8,c\n");
        try (FeatureSet train = open("csv:a.csv?test=all", Split.TRAIN);
                FeatureSet test = open("csv:a.csv?test=all", Split.TEST);
                FeatureSet slice = open("csv:a.csv?test=all[1:,:1]", Split.TRAIN)) {
            assertThat(rows(train)).isDeepEqualTo(rows(test));
            assertThat(flat(slice)).containsExactly(2f, 3f);
        }
        try (FeatureSet test = open("csv:a.csv?test=t.csv", Split.TEST)) {
            assertThat(flat(test)).containsExactly(9f, 8f);
            assertThat(test.classNames()).containsExactly("a", "b", "c");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x,label;1,a;oops,b      | line 3, column 1: 'oops' is not a finite number
            x,label;1,a;nan,b       | 'nan' is not a finite number
            x,y;1,2;3               | line 3: has 1 cells, the first line has 2
            x,label;1,a;2,          | row 2 has no label
            x,y;1000000000.5,1;1000000000.25,1 | too far from 0
            """)
    void badRows_areRefusedWithTheirPlace(String text, String message) throws IOException {
        write("bad.csv", text.replace(';', '\n') + "\n");
        assertThatThrownBy(() -> all("csv:bad.csv"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("bad.csv")
                .hasMessageContaining(message)
                .hasMessageNotContaining("--labels");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            csv:none.csv              | no such file
            csv:.                     | is a folder
            csv:a.csv?tst=1           | 'tst=1' is not an option of a file of features
            csv:a.csv?test=1          | test must be more than 0 and less than 1
            csv:a.csv?test=none.csv   | none.csv: no such file
            csv:a.csv?seed=x          | seed must be a whole number, got 'x'
            csv:a.csv?columns=3       | columns is for svmlight files
            csv:a.csv?labels=nope     | no column 'nope' for labels
            csv:a.csv[5:]             | exceeds its
            svmlight:a.csv?labels=x   | labels can only be 'none'
            """)
    void badNames_areRefused(String name, String message) throws IOException {
        write("a.csv", "x,label\n1,a\n2,b\n3,a\n");
        assertThatThrownBy(() -> open(name, Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatItIs_isTheSameHoweverTheNameIsWritten() throws IOException {
        write("a.csv", "x,label\n1,a\n2,b\n3,a\n");
        assertThat(BaseName.of("csv:./a.csv?test=0.5[1:]", temp)).isEqualTo(BaseName.of("csv:a.csv", temp));
        assertThat(DataCatalog.isRelative("csv:" + temp.resolve("a.csv"))).isFalse();
        DatasetInfo entry = DataCatalog.entry("csv:" + temp.resolve("a.csv"));
        assertThat(entry.kind()).isEqualTo(DataKind.FEATURES);
        assertThat(entry.columns()).isEqualTo(1);
        assertThat(entry.classes()).isEqualTo(2);
        assertThatThrownBy(() -> DataCatalog.open("csv:a.csv", Split.TRAIN, where()))
                .hasMessageContaining("contains vectors of features, but images are needed here");
    }

    @Test
    void keysAndSums_tellRowsApart() throws IOException {
        write("a.csv", "x,y,label\n1,2,a\n3,4,b\n");
        write("b.csv", "x,y,label\n3,4,b\n5,6,a\n");
        try (FeatureSet first = all("csv:a.csv");
                FeatureSet again = all("csv:a.csv");
                FeatureSet second = all("csv:b.csv")) {
            assertThat(ExampleKeys.of(first).countIn(second)).isEqualTo(1);
            assertThat(first.sha256()).isEqualTo(again.sha256()).isNotEqualTo(second.sha256());
        }
    }

    /** Returns a version 1.0 file of float32. */
    private static byte[] npy(String shape, float... values) {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }\n".formatted(shape);
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + Float.BYTES * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    @Test
    void normalisation_bringsColumnsToMean0AndSd1OverBothDomains() {
        try (FeatureSet source = FeatureSet.unlabeled("s", Split.TRAIN, new float[][] {{0, 5, 10}, {2, 5, 30}});
                FeatureSet target = FeatureSet.unlabeled(
                        "t", Split.TRAIN, new float[][] {{4, 5, 10}, {4, 5, 10}, {6, 5, 30}, {6, 5, 30}})) {
            Normalisation fitted = Normalisation.fit(Scaling.MEAN_SD, 3, source, target);
            // Column 0: means 1 and 5, so 3; E[(x - 3)²] is 5 in both. Column 1 is constant. Column 2: mean 20, sd 10.
            assertThat(fitted.mean()).containsExactly(3.0, 5.0, 20.0);
            assertThat(fitted.sd()).containsExactly(Math.sqrt(5), 1.0, 10.0);
            try (UnlabeledExamples examples = new UnlabeledExamples(source, fitted)) {
                float root = (float) Math.sqrt(5);
                assertThat(Tensors.rows(examples.range(0, 2).inputs())).isDeepEqualTo(new float[][] {
                    {-3 / root, 0, -1}, {-1 / root, 0, 1}
                });
                assertThat(Tensors.rows(examples.batch(new long[] {1}).inputs()))
                        .isDeepEqualTo(new float[][] {{-1 / root, 0, 1}});
                assertThat(rows(source)).as("stays as it is").isDeepEqualTo(new float[][] {{0, 5, 10}, {2, 5, 30}});
            }
            Normalisation none = Normalisation.fit(Scaling.AS_IS, 3, source, target);
            assertThat(none.mean()).containsOnly(0.0);
            assertThat(none.sd()).containsOnly(1.0);
            assertThatThrownBy(() -> Normalisation.fit(Scaling.LIFTED, 3, source, target))
                    .hasMessage(
                            "s contains vectors of features, to which scaling LIFTED does not apply; use one of MEAN_SUBTRACTION, MEAN_SD, AS_IS");
        }
    }

    @Test
    void columns_areMatchedByName() throws IOException {
        write("a.csv", "p,q,r\n1,2,3\n4,5,6\n");
        write("b.csv", "r,p,q\n3,1,2\n");
        write("c.csv", "p,q,s\n1,2,3\n");
        write("d.csv", "1,2\n3,4\n");
        FeaturePreprocessing wanted = new FeaturePreprocessing(3, List.of("p", "q", "r"), Scaling.MEAN_SD);
        try (FeatureSet other = all("csv:b.csv");
                FeatureSet ordered = wanted.apply(other)) {
            assertThat(rows(ordered)).isDeepEqualTo(new float[][] {{1, 2, 3}});
        }
        try (FeatureSet missing = all("csv:c.csv")) {
            assertThatThrownBy(() -> wanted.apply(missing)).hasMessageContaining("has no column 'r'");
        }
        try (FeatureSet narrow = all("csv:d.csv")) {
            assertThatThrownBy(() -> wanted.apply(narrow))
                    .hasMessageContaining("has 2 columns of features, but 3 are expected");
        }
    }

    @Test
    void rowsOfOtherLengthsAndValuesThatAreNoNumbers_areRefused() {
        assertThatThrownBy(() -> FeatureSet.unlabeled("x", Split.TRAIN, new float[][] {{1, 2}, {3}}))
                .hasMessageContaining("row 1 has 1 features, row 0 has 2");
        assertThatThrownBy(() -> FeatureSet.unlabeled("x", Split.TRAIN, new float[][] {{1, Float.NaN}}))
                .hasMessageContaining("not finite");
        assertThatThrownBy(() ->
                        FeatureSet.labeled("x", Split.TRAIN, new float[][] {{1}}, new int[] {2}, List.of("a", "b")))
                .hasMessageContaining(String.format(Locale.ROOT, "label %d of row 0 is outside 0 to 1", 2));
    }
}

package io.github.dann4j.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.IdxBytes;
import io.github.dann4j.data.image.TestImageFiles;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Tensors;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official forms of the published datasets, created here by independent writers. */
class PublishedFilesTest {
    @TempDir
    private Path folder;

    private DataLocation where;

    @BeforeEach
    void useTheFolder() {
        where = new DataLocation(List.of(new DataLocation.Place(folder, "--data")));
    }

    @Test
    void usps_ofLibsvm() throws IOException {
        // Zeros are omitted: pixel 3 of the first image; labels are the digit plus 1.
        String rows = "10 1:-1 2:1 4:0.5 " + indices(5, 256, "-1") + "\n1 " + indices(1, 256, "0.25") + "\n";
        put("usps/usps.bz2", bzip2(rows));
        put("usps/usps.t.bz2", bzip2(rows));
        try (ImageSet set = open("usps", Split.TRAIN)) {
            assertThat(List.of(set.size(), set.height(), set.width(), set.channels()))
                    .containsExactly(2, 16, 16, 1);
            assertThat(Tensors.longs(set.labels())).containsExactly(9, 0);
            assertThat(Tensors.bytes(set.images().get(0))).startsWith(0, (byte) 255, (byte) 128, (byte) 191, 0);
            assertThat(Tensors.bytes(set.images().get(1))).containsOnly((byte) 159);
        }
    }

    @Test
    void usps_ofTheBook() throws IOException {
        String first = "6.0000 -1.0000 1.0000 0.0000 0.5000" + " -1.0000".repeat(252) + " \n";
        String second = "0.0000" + " 0.2500".repeat(256) + " \n";
        put("usps/zip.train.gz", gzip(first + second));
        put("usps/zip.test.gz", gzip(second));
        try (ImageSet set = open("usps", Split.TRAIN);
                ImageSet test = open("usps", Split.TEST);
                ImageSet part = open("usps[1:]", Split.TRAIN)) {
            assertThat(Tensors.longs(set.labels())).containsExactly(6, 0);
            assertThat(Tensors.bytes(set.images().get(0))).startsWith(0, (byte) 255, (byte) 128, (byte) 191, 0);
            assertThat(Tensors.bytes(test.images())).containsOnly((byte) 159).hasSize(256);
            assertThat(Tensors.bytes(part.images())).containsOnly((byte) 159).hasSize(256);
        }
        put("usps/zip.train.gz", gzip("6.0000" + " 0.0000".repeat(255) + "\n"));
        failure("usps").hasMessageContaining("line 1: has 255 values after the digit, not 256");
        put("usps/zip.train.gz", gzip("6.0000" + " 0.0000".repeat(257) + "\n"));
        failure("usps").hasMessageContaining("more than 256 values");
        put("usps/zip.train.gz", gzip("6.0000" + " 1.5000".repeat(256) + "\n"));
        failure("usps").hasMessageContaining("value 1.5 of image 0 is outside -1 to 1");
        put("usps/zip.train.gz", gzip(second + "12 " + "0 ".repeat(256)));
        failure("usps").hasMessageContaining("line 2: '12' is not a whole number from 0 to 9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1:0", "x 1:0", "3 1", "3 1:x", "3 0:1", "3 257:1", "3 2:1 2:1", "3 1:NaN", "11 1:0", "3 :1"})
    void aMalformedRow_isNamed(String row) throws IOException {
        put("usps/usps.bz2", bzip2("1 1:0\n" + row + "\n"));
        put("usps/usps.t.bz2", bzip2("1 1:0\n"));
        failure("usps").hasMessageContaining("usps.bz2").hasMessageMatching(".*(line 2|image 1).*");
    }

    @Test
    void reviews_areReadAsWordCounts() throws IOException {
        put("amazon/books_train.svmlight.gz", gzip("1 0:6 1:8 4999:2\n-1 17:1 # a comment\n\n-1\n"));
        put("amazon/books_test.svmlight", "1 3:1\n".getBytes(StandardCharsets.US_ASCII));
        try (ExampleSet train = reviews("amazon-books", Split.TRAIN);
                ExampleSet test = reviews("amazon-books[1:,:1]", Split.TRAIN)) {
            assertThat(train.classNames()).containsExactly("negative", "positive");
            assertThat(Tensors.longs(train.labels())).containsExactly(1, 0, 0);
            assertThat(train.shape()).containsExactly(5000);
            float[][] rows = Tensors.rows(((FeatureSet) train).features());
            assertThat(rows[0][4999]).isEqualTo(2);
            assertThat(rows[1]).contains(1).hasSize(5000);
            assertThat(rows[2]).containsOnly(0);
            assertThat(test.size()).isEqualTo(2);
        }
        failure("amazon-books")
                .hasMessageContaining("amazon-books contains vectors of features, but images are needed");
    }

    private ExampleSet reviews(String name, Split split) {
        return DataCatalog.examples(name, split, where, GeneratedSize.defaults());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mnistM_ofItsArchiveOrUnpacked(boolean archived) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String split : List.of("train", "test")) {
            files.put(
                    "mnist_m/mnist_m_" + split + "_labels.txt",
                    ascii("00000001.png 7\n00000000.png 3\n00000002.png 0\n"));
            for (int i = 0; i < 3; i++) {
                files.put(
                        String.format(Locale.ROOT, "mnist_m/mnist_m_%s/0000000%d.png", split, i),
                        TestImageFiles.plain("png", 32, 32, new Color(10 * i, split.equals("test") ? 99 : 1, 5)));
            }
        }
        if (archived) {
            put("mnist-m/mnist_m.tar.gz", tarGz(files));
        } else {
            files.forEach((name, content) -> put("mnist-m/" + name, content));
        }
        for (int round = 0; round < 2; round++) { // decoded, then from the cache
            try (ImageSet train = open("mnist-m", Split.TRAIN);
                    ImageSet test = open("mnist-m[,1:]", Split.TEST)) {
                assertThat(Tensors.longs(train.labels())).containsExactly(7, 3, 0);
                assertThat(Tensors.bytes(train.images().get(0))).startsWith(10, 1, 5);
                assertThat(Tensors.bytes(train.images().get(2))).endsWith(20, 1, 5);
                assertThat(Tensors.longs(test.labels())).containsExactly(3, 0);
                assertThat(Tensors.bytes(test.images().get(0))).startsWith(0, 99, 5);
            }
        }
    }

    @Test
    void mnistM_withoutAnImage_isDamaged() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("mnist_m/mnist_m_train_labels.txt", ascii("00000001.png 7\n"));
        put("mnist-m/mnist_m.tar.gz", tarGz(files));
        failure("mnist-m").hasMessageContaining("names mnist_m/mnist_m_train/00000001.png, which does not exist");
        files.put("mnist_m/mnist_m_train/00000001.png", ascii("no picture"));
        put("mnist-m/mnist_m.tar.gz", tarGz(files));
        failure("mnist-m").hasMessageContaining("damaged").hasMessageContaining("fetch it again");
        files.put("mnist_m/mnist_m_train_labels.txt", ascii("00000001.png 77\n"));
        put("mnist-m/mnist_m.tar.gz", tarGz(files));
        failure("mnist-m").hasMessageContaining("not a file name and a digit");
    }

    @Test
    void gtsrb_ofItsArchives() throws IOException {
        put("gtsrb/GTSRB_Final_Training_Images.zip", zip(gtsrbTrain()));
        put(
                "gtsrb/GTSRB_Final_Test_Images.zip",
                zip(Map.of(
                        "GTSRB/Final_Test/Images/00000.ppm", ppm(50, 40, 5, 6, 44, 35),
                        "GTSRB/Final_Test/Images/GT-final_test.test.csv", ascii("no classes in here"))));
        put(
                "gtsrb/GTSRB_Final_Test_GT.zip",
                zip(Map.of("GT-final_test.csv", ascii(HEADER + "00000.ppm;50;40;5;6;44;35;16\r\n"))));
        assertGtsrb();
    }

    @Test
    void gtsrb_unpacked() throws IOException {
        gtsrbTrain().forEach((name, content) -> put("gtsrb/" + name, content));
        put("gtsrb/GTSRB/Final_Test/Images/00000.ppm", ppm(50, 40, 5, 6, 44, 35));
        put("gtsrb/GT-final_test.csv", ascii(HEADER + "00000.ppm;50;40;5;6;44;35;16\r\n"));
        assertGtsrb();
    }

    private void assertGtsrb() {
        try (ImageSet train = open("gtsrb", Split.TRAIN);
                ImageSet test = open("gtsrb", Split.TEST)) {
            assertThat(List.of(train.size(), train.height(), train.channels())).containsExactly(3, 40, 3);
            assertThat(Tensors.longs(train.labels())).containsExactly(0, 0, 42);
            // The box is white to its last pixel, and everything around it is black.
            assertThat(Tensors.bytes(train.images())).containsOnly((byte) 255);
            assertThat(Tensors.bytes(test.images())).containsOnly((byte) 255);
            assertThat(Tensors.longs(test.labels())).containsExactly(16);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000_00000.ppm;30;30;5;6;24;25;43",
                "00000_00000.ppm;30;30;5;6;4;25;0",
                "00000_00000.ppm;30;30;5;6;24;0",
                "00000_00000.ppm;30;30;-5;6;24;25;0",
                "00000_00000.ppm;30;30;5;6;x;25;0",
                "../../../etc/passwd;30;30;5;6;24;25;0",
                "00000_00009.ppm;30;30;5;6;24;25;0"
            })
    void aBadLineOfTheCsv_isNamed(String line) throws IOException {
        Map<String, byte[]> files = gtsrbTrain();
        files.put("GTSRB/Final_Training/Images/00000/GT-00000.csv", ascii(HEADER + line + "\r\n"));
        put("gtsrb/GTSRB_Final_Training_Images.zip", zip(files));
        failure("gtsrb").hasMessageContaining("GT-00000.csv").hasMessageContaining("line 2");
    }

    @Test
    void aBoxBeyondTheImage_isDamage() throws IOException {
        Map<String, byte[]> files = gtsrbTrain();
        files.put(
                "GTSRB/Final_Training/Images/00000/GT-00000.csv",
                ascii(HEADER + "00000_00000.ppm;30;30;5;6;30;25;0\r\n"));
        put("gtsrb/GTSRB_Final_Training_Images.zip", zip(files));
        failure("gtsrb").hasMessageContaining("damaged").hasMessageContaining("reaches beyond its 30 x 30 pixels");
    }

    /** Train from one form and test from another would share tracks. */
    @Test
    void bothSplits_comeInOneForm() throws IOException {
        put("gtsrb/GTSRB_Final_Training_Images.zip", zip(gtsrbTrain()));
        put("signs/gtsrb-images-idx4-ubyte", IdxBytes.images(8));
        put("signs/gtsrb-labels-idx1-ubyte", IdxBytes.labels(0, 0, 0, 0, 1, 1, 1, 1));
        put("signs/gtsrb-tracks-idx1-ubyte", IdxBytes.labels(0, 1, 2, 3, 0, 1, 2, 3));
        try (ImageSet train = open("gtsrb", Split.TRAIN);
                ImageSet test = open("gtsrb", Split.TEST)) {
            assertThat(train.size() + test.size()).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void office31_ofItsArchiveOrUnpacked(boolean archived) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 1; i <= 5; i++) {
            files.put(
                    String.format(Locale.ROOT, "amazon/images/bike/frame_000%d.jpg", i),
                    TestImageFiles.plain("jpg", 300, 300, Color.RED));
            files.put(
                    String.format(Locale.ROOT, "amazon/images/mug/frame_000%d.jpg", i),
                    TestImageFiles.plain("jpg", 300, 200, Color.BLUE));
            files.put(
                    String.format(Locale.ROOT, "dslr/images/mug/frame_000%d.jpg", i),
                    TestImageFiles.plain("jpg", 400, 400, Color.GREEN));
        }
        if (archived) {
            Map<String, byte[]> below = new LinkedHashMap<>();
            files.forEach((name, content) -> below.put("domain_adaptation_images/" + name, content));
            put("office31/domain_adaptation_images.tar.gz", tarGz(below));
        } else {
            files.forEach((name, content) -> put("office31/" + name, content));
        }
        try (ImageSet train = open("office31-amazon", Split.TRAIN);
                ImageSet test = open("office31-amazon", Split.TEST);
                ImageSet dslr = open("office31-dslr", Split.TRAIN)) {
            assertThat(List.of(train.size(), test.size(), dslr.size())).containsExactly(10, 10, 5);
            assertThat(test.notes()).singleElement().asString().contains("the usual protocol");
            assertThat(train.classNames()).hasSize(31).contains("back_pack", "trash_can");
            assertThat(Tensors.longs(test.labels())).containsExactly(1, 1, 1, 1, 1, 17, 17, 17, 17, 17);
            assertThat(train.height()).isEqualTo(64);
        }
    }

    @Test
    void anEntryThatClimbsOut_isRefused() throws IOException {
        put("mnist-m/mnist_m.tar.gz", tarGz(Map.of("mnist_m/../../../climbed-out", ascii("x"))));
        failure("mnist-m").hasMessageContaining("leads out of the archive");
        put("mnist-m/mnist_m.tar.gz", tarGz(Map.of("/etc/climbed-out", ascii("x"))));
        failure("mnist-m").hasMessageContaining("leads out of the archive");
        put("gtsrb/GTSRB_Final_Training_Images.zip", zip(Map.of("a\\..\\..\\climbed-out", ascii("x"))));
        failure("gtsrb").hasMessageContaining("leads out of the archive");
        put("gtsrb/GTSRB_Final_Training_Images.zip", zip(Map.of("C:/climbed-out", ascii("x"))));
        failure("gtsrb").hasMessageContaining("leads out of the archive");
        assertThat(folder.getParent().resolve("climbed-out")).doesNotExist();
    }

    /** 300 MB of zeros in 300 KB. */
    @Test
    void aBomb_isRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            TarArchiveEntry entry = new TarArchiveEntry("mnist_m/mnist_m_train_labels.txt");
            entry.setSize(300L << 20);
            tar.putArchiveEntry(entry);
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                tar.write(zeros);
            }
            tar.closeArchiveEntry();
        }
        put("mnist-m/mnist_m.tar.gz", bytes.toByteArray());
        failure("mnist-m").hasMessageContaining("is larger than 256 MB");
    }

    private static final String HEADER = "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId\r\n";

    private static Map<String, byte[]> gtsrbTrain() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        String images = "GTSRB/Final_Training/Images/";
        files.put(
                images + "00000/GT-00000.csv",
                ascii(HEADER + "00000_00000.ppm;30;30;5;6;24;25;0\r\n00000_00001.ppm;41;42;5;5;35;37;0\r\n"));
        files.put(images + "00000/00000_00000.ppm", ppm(30, 30, 5, 6, 24, 25));
        files.put(images + "00000/00000_00001.ppm", ppm(41, 42, 5, 5, 35, 37));
        files.put(images + "00042/GT-00042.csv", ascii(HEADER + "00000_00000.ppm;90;80;0;0;89;79;42\r\n"));
        files.put(images + "00042/00000_00000.ppm", ppm(90, 80, 0, 0, 89, 79));
        files.put("GTSRB/Readme-Images.txt", ascii("read me"));
        return files;
    }

    /** Black, with a white box. */
    private static byte[] ppm(int width, int height, int left, int top, int right, int bottom) {
        byte[] header = ascii(String.format(Locale.ROOT, "P6\n%d %d\n255\n", width, height));
        byte[] file = java.util.Arrays.copyOf(header, header.length + width * height * 3);
        for (int y = top; y <= bottom; y++) {
            int from = header.length + (y * width + left) * 3;
            java.util.Arrays.fill(file, from, from + (right - left + 1) * 3, (byte) 255);
        }
        return file;
    }

    private static String indices(int from, int to, String value) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i <= to; i++) {
            text.append(String.format(Locale.ROOT, "%d:%s ", i, value));
        }
        return text.toString().strip();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(ascii(text));
        }
        return bytes.toByteArray();
    }

    private static byte[] bzip2(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
            out.write(ascii(text));
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] tarGz(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                out.putArchiveEntry(entry);
                out.write(file.getValue());
                out.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private void put(String name, byte[] content) {
        TestImageFiles.put(folder.resolve(name), content);
    }

    private ImageSet open(String name, Split split) {
        return DataCatalog.open(name, split, where);
    }

    private AbstractThrowableAssert<?, ?> failure(String name) {
        return assertThatThrownBy(() -> open(name, Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageNotContaining("\n");
    }
}

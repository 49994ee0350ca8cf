package io.github.dann4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.image.TestImageFiles;
import io.github.dann4j.engine.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

/** MAT files like SVHN's, written by another library. */
class MatReaderTest {
    private static final int COUNT = 700; // more than two blocks of the reader

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "LITTLE, 0, UInt8",
        "LITTLE, 6, UInt8",
        "BIG, 0, UInt8",
        "BIG, 6, UInt8",
        "LITTLE, 6, Double",
        "BIG, 0, Double",
        "BIG, 6, Int32",
        "LITTLE, 0, UInt16"
    })
    void imagesAndLabels_areThoseWritten(String order, int level, MatlabType labelType) throws IOException {
        Path file = write(COUNT, byteOrder(order), level, labelType);

        assertThat(MatReader.shape(file, "")).isEqualTo(new MatReader.Shape(32, 32, 3, COUNT));
        byte[] pixels = new byte[COUNT * 3072];
        int[] labels = MatReader.read(
                file, "", (first, block, count) -> System.arraycopy(block, 0, pixels, first * 3072, count * 3072));

        assertThat(labels).hasSize(COUNT);
        for (int i = 0; i < COUNT; i++) {
            assertThat(labels[i]).isEqualTo(label(i) % 10);
        }
        for (int image : new int[] {0, 1, 340, 341, COUNT - 1}) {
            for (int at = 0; at < 3072; at++) {
                assertThat(pixels[image * 3072 + at]).isEqualTo(value(at / 96, at / 3 % 32, at % 3, image));
            }
        }
    }

    @Test
    void aSingleImage_hasThreeDimensionsInMatlab() throws IOException {
        Mat5File mat = Mat5.newMatFile();
        Matrix x = Mat5.newMatrix(new int[] {4, 5, 3}, MatlabType.UInt8);
        x.setByte(new int[] {3, 2, 1}, (byte) 77);
        mat.addArray("X", x);
        Matrix y = Mat5.newMatrix(1, 1, MatlabType.UInt8);
        y.setByte(0, (byte) 10);
        mat.addArray("y", y);
        Path file = write(mat, ByteOrder.LITTLE_ENDIAN, 6);

        byte[] image = new byte[60];
        assertThat(MatReader.read(file, "", (first, block, count) -> System.arraycopy(block, 0, image, 0, 60)))
                .containsExactly(0);
        assertThat(image[3 * 15 + 2 * 3 + 1]).isEqualTo((byte) 77);
    }

    @Test
    void otherArrays_arePassedOver() throws IOException {
        Mat5File mat = Mat5.newMatFile();
        mat.addArray("note", Mat5.newString("made by a test"));
        mat.addArray("cell", Mat5.newCell(2, 2));
        mat.addArray("y", labels(5, MatlabType.Double));
        mat.addArray("struct", Mat5.newStruct());
        mat.addArray("X", images(5));
        mat.addArray("last", Mat5.newScalar(3));
        for (int level : new int[] {0, 6}) {
            assertThat(MatReader.read(write(mat, ByteOrder.BIG_ENDIAN, level), "", (first, block, count) -> {}))
                    .containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void svhn_isReadFromItsOfficialFiles() throws IOException {
        DataLocation where = new DataLocation(List.of(new DataLocation.Place(folder, "--data")));
        put("svhn/train_32x32.mat", write(30, ByteOrder.LITTLE_ENDIAN, 6, MatlabType.Double));
        put("svhn/test_32x32.mat", write(12, ByteOrder.LITTLE_ENDIAN, 6, MatlabType.Double));
        put("svhn/extra_32x32.mat", write(500, ByteOrder.LITTLE_ENDIAN, 6, MatlabType.Double));

        try (ImageSet train = DataCatalog.open("svhn", Split.TRAIN, where);
                ImageSet test = DataCatalog.open("svhn", Split.TEST, where);
                ImageSet all = DataCatalog.open("svhn-extra", Split.TRAIN, where);
                ImageSet part = DataCatalog.open("svhn-extra[25:45]", Split.TRAIN, where)) {
            assertThat(List.of(train.size(), test.size(), all.size(), part.size()))
                    .containsExactly(30, 12, 530, 20);
            assertThat(Tensors.longs(train.labels())).startsWith(1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1);
            assertThat(Tensors.longs(all.labels())[30]).isEqualTo(1);
            assertThat(Tensors.bytes(train.images().get(29))[3 * 32 * 2 + 5]).isEqualTo(value(2, 1, 2, 29));
            byte[] whole = Tensors.bytes(all.images());
            assertThat(Tensors.bytes(part.images())).isEqualTo(Arrays.copyOfRange(whole, 25 * 3072, 45 * 3072));
            assertThat(Tensors.longs(part.labels())).isEqualTo(Arrays.copyOfRange(Tensors.longs(all.labels()), 25, 45));
        }
    }

    @Test
    void synNumbers_isReadInsideOfItsZip() throws IOException {
        DataLocation where = new DataLocation(List.of(new DataLocation.Place(folder, "--data")));
        Path mat = write(40, ByteOrder.LITTLE_ENDIAN, 6, MatlabType.UInt8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("synth_train_32x32.mat", "synth_test_32x32.mat")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(Files.readAllBytes(mat));
            }
        }
        TestImageFiles.put(folder.resolve("syn-numbers/SynthDigits.zip"), bytes.toByteArray());
        try (ImageSet set = DataCatalog.open("syn-numbers-official", Split.TEST, where)) {
            assertThat(set.size()).isEqualTo(40);
            assertThat(Tensors.longs(set.labels())).startsWith(1, 2, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6})
    void everyTruncation_isRefused(int level) throws IOException {
        byte[] whole = Files.readAllBytes(write(3, ByteOrder.LITTLE_ENDIAN, level, MatlabType.Double));
        for (int length = 0; length < whole.length; length += 1 + whole.length / 60) {
            fails(Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyChangedByte_isReadOrRefused(Order order) throws IOException {
        byte[] whole = Files.readAllBytes(write(2, byteOrder(order.name()), 0, MatlabType.Double));
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            byte[] changed = whole.clone();
            int at = random.nextInt(8) == 0 ? random.nextInt(whole.length) : 124 + random.nextInt(80);
            changed[at] = (byte) random.nextInt(256);
            try {
                MatReader.read(put("changed.mat", changed), "", (first, block, count) -> {});
            } catch (DataException e) {
                assertThat(e).hasMessageContaining("changed.mat");
            }
        }
    }

    enum Order {
        LITTLE,
        BIG
    }

    @Test
    void aHeaderThatPromisesGigabytes_isRefusedUnread() throws IOException {
        byte[] plain = Files.readAllBytes(write(1, ByteOrder.LITTLE_ENDIAN, 0, MatlabType.UInt8));
        ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).putInt(132, 0x7fffffff);
        fails(plain).hasMessageContaining("truncated, or a wrong header: an array at byte 128 needs 2147483647 bytes");

        // 3 GB of zeros, deflated: 3 MB that inflate a thousandfold.
        ByteBuffer inner =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(14).putInt(0xC0000000);
        byte[] deflated = deflate(Arrays.copyOf(inner.array(), 1000));
        byte[] file = Arrays.copyOf(plain, 136 + deflated.length);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(128, 15).putInt(132, deflated.length);
        System.arraycopy(deflated, 0, file, 136, deflated.length);
        fails(file).hasMessageContaining("damaged or hostile").hasMessageContaining("claims to contain 3221225472");
    }

    @Test
    void whatItIsNot_isSaid() throws IOException {
        fails("MATLAB 7.3 MAT-file, Platform: GLNXA64".getBytes()).hasMessageContaining("version 7.3 (HDF5)");
        fails("<!DOCTYPE html>".getBytes()).hasMessageContaining("it begins with '<!DOCTYPE ht'");
        Mat5File noLabels = Mat5.newMatFile();
        noLabels.addArray("X", images(2));
        fails(noLabels).hasMessageContaining("has no array 'y'");
        Mat5File noImages = Mat5.newMatFile();
        noImages.addArray("y", labels(2, MatlabType.UInt8));
        fails(noImages).hasMessageContaining("has no array 'X'");
        Mat5File unequal = Mat5.newMatFile();
        unequal.addArray("X", images(2));
        unequal.addArray("y", labels(3, MatlabType.UInt8));
        fails(unequal).hasMessageContaining("X contains 2 images but y 3 labels");
        Mat5File doubles = Mat5.newMatFile();
        doubles.addArray("X", Mat5.newMatrix(new int[] {4, 4, 3, 2}, MatlabType.Double));
        doubles.addArray("y", labels(2, MatlabType.UInt8));
        fails(doubles).hasMessageContaining("array 'X' must be uint8");
        Mat5File eleven = Mat5.newMatFile();
        eleven.addArray("X", images(1));
        eleven.addArray("y", Mat5.newScalar(11));
        fails(eleven).hasMessageContaining("label 11.0 of image 0");
    }

    private AbstractThrowableAssert<?, ?> fails(Mat5File mat) throws IOException {
        return fails(Files.readAllBytes(write(mat, ByteOrder.LITTLE_ENDIAN, 6)));
    }

    private AbstractThrowableAssert<?, ?> fails(byte[] content) {
        Path file = put("broken.mat", content);
        return assertThatThrownBy(() -> MatReader.read(file, "", (first, block, count) -> {}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("broken.mat");
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater();
        deflater.setInput(content);
        deflater.finish();
        byte[] out = new byte[content.length + 100];
        return Arrays.copyOf(out, deflater.deflate(out));
    }

    private Path put(String name, byte[] content) {
        Path file = folder.resolve(name);
        TestImageFiles.put(file, content);
        return file;
    }

    private void put(String name, Path from) throws IOException {
        put(name, Files.readAllBytes(from));
    }

    private static ByteOrder byteOrder(String name) {
        return name.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Returns the value at a position of an image; it differs along every dimension. */
    private static byte value(int row, int column, int channel, int image) {
        return (byte) (row + 7 * column + 50 * channel + 13 * image);
    }

    /** Returns a label 1 to 10, as in SVHN. */
    private static int label(int image) {
        return 1 + image % 10;
    }

    private static Matrix images(int count) {
        Matrix x = Mat5.newMatrix(new int[] {32, 32, 3, count}, MatlabType.UInt8);
        int at = 0;
        for (int image = 0; image < count; image++) {
            for (int channel = 0; channel < 3; channel++) {
                for (int column = 0; column < 32; column++) {
                    for (int row = 0; row < 32; row++) {
                        x.setByte(at++, value(row, column, channel, image));
                    }
                }
            }
        }
        return x;
    }

    private static Matrix labels(int count, MatlabType type) {
        Matrix y = Mat5.newMatrix(count, 1, type);
        for (int i = 0; i < count; i++) {
            y.setDouble(i, label(i));
        }
        return y;
    }

    private Path write(int count, ByteOrder order, int level, MatlabType labelType) throws IOException {
        Mat5File mat = Mat5.newMatFile();
        mat.addArray("X", images(count));
        mat.addArray("y", labels(count, labelType));
        return write(mat, order, level);
    }

    private Path write(Mat5File mat, ByteOrder order, int level) throws IOException {
        Path file = folder.resolve("written.mat");
        Files.deleteIfExists(file);
        try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
            Mat5.newWriter(sink.order(order)).setDeflateLevel(level).writeMat(mat);
        }
        return file;
    }
}

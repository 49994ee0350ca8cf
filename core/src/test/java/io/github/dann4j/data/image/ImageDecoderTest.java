package io.github.dann4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void everyFormat_givesSizeAndColour(String format) throws Exception {
        DecodedImage image = ImageDecoder.decode(TestImageFiles.plain(format, 40, 24, new Color(200, 100, 50)));

        assertThat(image.width()).isEqualTo(40);
        assertThat(image.height()).isEqualTo(24);
        assertColour(image, 200, 100, 50, format.equals("gif") ? 26 : 3); // Java's GIF palette is coarse
    }

    @Test
    void ppm_isRead() throws Exception {
        byte[] header = "P6\n# GTSRB\n2 1\n255\n".getBytes(StandardCharsets.US_ASCII);
        byte[] file = Arrays.copyOf(header, header.length + 6);
        System.arraycopy(new byte[] {1, 2, 3, (byte) 250, (byte) 251, (byte) 252}, 0, file, header.length, 6);

        assertThat(ImageDecoder.decode(file).rgb()).containsExactly(1, 2, 3, (byte) 250, (byte) 251, (byte) 252);
    }

    /** Java takes grey values for linear light and would show 128 as 188. */
    @Test
    void grey_keepsItsValues() throws Exception {
        BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 128, 255});
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setPixels(0, 0, 2, 1, new int[] {32896, 65535});

        assertThat(ImageDecoder.decode(TestImageFiles.encode("png", grey)).rgb())
                .containsExactly(0, 0, 0, (byte) 128, (byte) 128, (byte) 128, (byte) 255, (byte) 255, (byte) 255);
        assertThat(ImageDecoder.decode(TestImageFiles.encode("png", deep)).rgb())
                .containsExactly((byte) 128, (byte) 128, (byte) 128, (byte) 255, (byte) 255, (byte) 255);
    }

    @Test
    void sixteenBits_areBroughtToEight() throws Exception {
        assertColour(ImageDecoder.decode(TestImageFiles.deepPng(5, 4, 65535, 32896, 257)), 255, 128, 1, 0);
    }

    @Test
    void cmyk_becomesRgb() throws Exception {
        // No cyan, full magenta and yellow, no black: as red as inks can be.
        DecodedImage image = ImageDecoder.decode(TestImageFiles.cmykJpeg(16, 16, 0, 255, 255, 0));

        assertThat(image.rgb()[0] & 0xff).isGreaterThan(180);
        assertThat(image.rgb()[1] & 0xff).isLessThan(80);
        assertThat(image.rgb()[2] & 0xff).isLessThan(80);
    }

    @Test
    void animation_givesItsFirstImage() throws Exception {
        DecodedImage image = ImageDecoder.decode(TestImageFiles.animatedGif(8, 8, Color.RED, Color.BLUE, Color.GREEN));

        assertThat(image.frames()).isEqualTo(3);
        assertColour(image, 255, 0, 0, 0);
    }

    @Test
    void transparency_showsWhite() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00000000);
        image.setRGB(1, 0, 0x80000000);

        assertThat(ImageDecoder.decode(TestImageFiles.encode("png", image)).rgb())
                .containsExactly((byte) 255, (byte) 255, (byte) 255, 127, 127, 127);
    }

    /**
     * Six fields of 16 x 16 pixels, stored as 123/456. The rows and columns that Exif names as the visual top and left
     * give the expected view.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 123/456",
        "2, 321/654",
        "3, 654/321",
        "4, 456/123",
        "5, 14/25/36",
        "6, 41/52/63",
        "7, 63/52/41",
        "8, 36/25/14"
    })
    void exifOrientation_isApplied(int orientation, String seen) throws Exception {
        BufferedImage stored = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 48; x++) {
                stored.setRGB(x, y, 0x010101 * 40 * (1 + x / 16 + 3 * (y / 16)));
            }
        }
        for (String format : List.of("png", "jpg")) {
            byte[] file = TestImageFiles.oriented(TestImageFiles.encode(format, stored), orientation);
            DecodedImage image = ImageDecoder.decode(file);

            assertThat(fields(image)).as(format).isEqualTo(seen);
            assertThat(ImageDecoder.size(file))
                    .as(format)
                    .isEqualTo(new ImageDecoder.Size(image.width(), image.height()));
        }
    }

    /**
     * Returns row by row which of the values 40, 80, ... is in the middle of each field, within the changes of JPEG.
     */
    private static String fields(DecodedImage image) {
        List<String> rows = new ArrayList<>();
        for (int y = 8; y < image.height(); y += 16) {
            StringBuilder row = new StringBuilder();
            for (int x = 8; x < image.width(); x += 16) {
                int value = image.rgb()[(y * image.width() + x) * 3] & 0xff;
                assertThat(value % 40 <= 3 || value % 40 >= 37)
                        .as("value %d", value)
                        .isTrue();
                row.append(Math.round(value / 40f));
            }
            rows.add(row.toString());
        }
        return String.join("/", rows);
    }

    @Test
    void exifOrientation_isReadInBothByteOrders() throws Exception {
        byte[] jpeg = TestImageFiles.plain("jpg", 40, 24, Color.ORANGE);
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            assertThat(ImageDecoder.decode(TestImageFiles.withExif(jpeg, TestImageFiles.exif(order, 3, 1, 6)))
                            .width())
                    .as(order.toString())
                    .isEqualTo(24);
        }
    }

    static Stream<byte[]> damagedExif() {
        byte[] whole = TestImageFiles.exif(ByteOrder.LITTLE_ENDIAN, 3, 1, 6);
        byte[] nowhere = whole.clone();
        nowhere[7] = 0x7f;
        byte[] negative = whole.clone();
        negative[7] = (byte) 0xff;
        byte[] manyEntries = whole.clone();
        manyEntries[9] = (byte) 0xff;
        manyEntries[22] = 0x11; // and no orientation among them
        byte[] noMark = whole.clone();
        noMark[0] = 'X';
        return Stream.concat(
                Stream.of(
                        nowhere,
                        negative,
                        manyEntries,
                        noMark,
                        TestImageFiles.exif(ByteOrder.LITTLE_ENDIAN, 3, 1, 0),
                        TestImageFiles.exif(ByteOrder.LITTLE_ENDIAN, 3, 1, 9),
                        TestImageFiles.exif(ByteOrder.LITTLE_ENDIAN, 2, 1, 6),
                        TestImageFiles.exif(ByteOrder.LITTLE_ENDIAN, 3, 1000, 6)),
                IntStream.range(0, 30).mapToObj(length -> Arrays.copyOf(whole, length)));
    }

    @ParameterizedTest
    @MethodSource("damagedExif")
    void damagedExif_leavesTheImageAsStored(byte[] exif) throws Exception {
        for (String format : List.of("png", "jpg")) {
            byte[] file = TestImageFiles.withExif(TestImageFiles.plain(format, 40, 24, Color.ORANGE), exif);
            assertThat(ImageDecoder.decode(file).width()).isEqualTo(40);
            assertThat(ImageDecoder.decode(file).height()).isEqualTo(24);
        }
    }

    /** Each scan is a pass over all blocks: 182 kB may keep a decoder busy for minutes, 16 MB for hours. */
    @Test
    void aJpegOfThousandsOfScans_isRefused() throws Exception {
        BufferedImage image = TestImageFiles.filled(64, 64, Color.ORANGE);

        assertColour(ImageDecoder.decode(TestImageFiles.progressiveJpeg(image, 0)), 255, 200, 0, 3);
        assertColour(ImageDecoder.decode(TestImageFiles.progressiveJpeg(image, 80)), 255, 200, 0, 3);
        fails(TestImageFiles.progressiveJpeg(image, 2000), "JPEG scans; an image has at most 100");
    }

    /**
     * Fewer scans of a larger image are the same work: 70 passes over 25 million pixels. The header alone is enough to
     * refuse it.
     */
    @Test
    void aLargeJpegOfManyScans_isRefused() throws Exception {
        byte[] file = TestImageFiles.progressiveJpeg(TestImageFiles.filled(64, 64, Color.ORANGE), 60);
        for (int at = 0; at < file.length - 8; at++) {
            if ((file[at] & 0xff) == 0xff && (file[at + 1] & 0xff) == 0xc2) { // the frame: height and width
                java.nio.ByteBuffer.wrap(file).putShort(at + 5, (short) 5000).putShort(at + 7, (short) 5000);
                break;
            }
        }
        byte[] padded = Arrays.copyOf(file, 10_000); // so that it is not too small for so many pixels

        fails(padded, "JPEG scans of 5000 x 5000 pixels; an image of that size has at most 60");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void anInterrupt_endsTheDecoding(String format) {
        byte[] file = TestImageFiles.plain(format, 40, 24, Color.ORANGE);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> ImageDecoder.decode(file))
                .isInstanceOf(CancellationException.class)
                .hasMessage("stopped during the decoding of an image");
        assertThat(Thread.interrupted()).as("the interrupt is taken back").isFalse();
    }

    @Test
    void whatIsNoImage_isSaid() {
        fails("this is a text".getBytes(StandardCharsets.UTF_8), "not an image (PNG, JPEG, GIF, BMP or PPM)");
        fails(new byte[0], "empty");
        fails(new byte[] {0, 0, 8, 3, 0, 0, 0, 1}, "not an image");
    }

    @Test
    void aTruncatedImage_isDamaged() {
        byte[] png = TestImageFiles.plain("png", 64, 64, Color.ORANGE);
        fails(Arrays.copyOf(png, png.length / 2), "damaged");
    }

    /** 100 bytes that promise 30,000 x 30,000 pixels: 2.7 GB. */
    @Test
    void aHeaderThatPromisesGigabytes_isRefusedUnread() {
        byte[] png = TestImageFiles.plain("png", 64, 64, Color.ORANGE);
        fails(withSize(png, 30_000, 30_000), "its header says 30000 x 30000 pixels");
        fails(withSize(png, 8_000, 8_000), "too many for");
        fails(withSize(png, 0, 5), "damaged");
    }

    @Test
    void shrinking_averagesAndKeepsFlatColours() throws Exception {
        BufferedImage stripes = TestImageFiles.filled(640, 480, Color.WHITE);
        for (int x = 0; x < 640; x += 2) {
            for (int y = 0; y < 480; y++) {
                stripes.setRGB(x, y, 0);
            }
        }
        byte[] square =
                ImageDecoder.decode(TestImageFiles.encode("png", stripes)).square(32);

        assertThat(square).hasSize(32 * 32 * 3);
        for (byte value : square) {
            assertThat(value & 0xff).isCloseTo(128, within(8)); // without the filter: 0 or 255
        }
        assertThat(new DecodedImage(3, 5, filled(3 * 5 * 3, 77), 1).square(16)).containsOnly(77);
    }

    /** Overwrites the width and height of a PNG and corrects its checksum. */
    static byte[] withSize(byte[] png, int width, int height) {
        byte[] changed = png.clone();
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(changed);
        buffer.putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(changed, 12, 17);
        buffer.putInt(29, (int) sum.getValue());
        return changed;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static void fails(byte[] file, String reason) {
        assertThatThrownBy(() -> ImageDecoder.decode(file))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(reason);
    }

    private static void assertColour(DecodedImage image, int red, int green, int blue, int tolerance) {
        byte[] rgb = image.rgb();
        assertThat(rgb).hasSize(image.width() * image.height() * 3);
        for (int at = 0; at < rgb.length; at += 3) {
            assertThat(rgb[at] & 0xff).isCloseTo(red, within(tolerance));
            assertThat(rgb[at + 1] & 0xff).isCloseTo(green, within(tolerance));
            assertThat(rgb[at + 2] & 0xff).isCloseTo(blue, within(tolerance));
        }
    }
}

package io.github.dann4j.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePreprocessingTest {
    @ParameterizedTest
    @EnumSource(Resize.class)
    void theRightSize_isLeftAlone(Resize resize) {
        try (ImageSet set = random(5, 12, 12, 3);
                ImageSet same = resized(set, 12, resize)) {
            assertThat(same.sha256()).isEqualTo(set.sha256());
        }
    }

    @ParameterizedTest
    @CsvSource({"NEAREST,8", "NEAREST,40", "BILINEAR,8", "BILINEAR,40", "AREA,8", "AREA,40"})
    void aConstantImage_staysConstant(Resize resize, int size) {
        byte[] pixels = new byte[2 * 20 * 15 * 3];
        Arrays.fill(pixels, (byte) 201);
        try (ImageSet set = ImageSet.unlabeled("x", Split.TRAIN, Tensors.ofBytes(pixels, 2, 20, 15, 3));
                ImageSet other = resized(set, size, resize)) {
            assertThat(List.of(other.size(), other.height(), other.width(), other.channels()))
                    .containsExactly(2, size, size, 3);
            assertThat(Tensors.bytes(other.images())).containsOnly((byte) 201);
        }
    }

    @ParameterizedTest
    @CsvSource({"BILINEAR,8", "AREA,8", "BILINEAR,12", "AREA,12"})
    void shrinking_usesEveryPixel_soTheMeanStays(Resize resize, int size) {
        // Stripes of one pixel: without antialiasing they alias to black, white or broad bands.
        byte[] pixels = new byte[32 * 32];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 2 == 0 ? 0 : 200);
        }
        try (ImageSet set = ImageSet.unlabeled("x", Split.TRAIN, Tensors.ofBytes(pixels, 1, 32, 32, 1));
                ImageSet small = resized(set, size, resize)) {
            for (byte value : Tensors.bytes(small.images())) {
                assertThat(value & 0xff).isBetween(60, 140);
            }
            assertThat(mean(small)).isCloseTo(100, within(2.0));
        }
    }

    @Test
    void eachImage_hasMeanZeroAndSdOne_whateverItsBrightnessAndContrast() {
        byte[] pixels = new byte[3 * 8 * 8];
        Random random = new Random(1);
        for (int i = 0; i < 64; i++) {
            int value = random.nextInt(100);
            pixels[i] = (byte) value;
            pixels[64 + i] = (byte) (55 + 2 * value); // the same image, brighter and with more contrast
            pixels[128 + i] = 99; // one colour
        }
        try (ImageSet set = ImageSet.unlabeled("x", Split.TRAIN, Tensors.ofBytes(pixels, 3, 8, 8, 1))) {
            float[] inputs = inputs(set, Normalisation.fit(Scaling.EACH_IMAGE, 1, set, set));
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 64; i++) {
                sum += inputs[i];
                squares += inputs[i] * inputs[i];
                assertThat(inputs[64 + i]).isCloseTo(inputs[i], within(1e-4f));
                assertThat(inputs[128 + i]).isCloseTo(0, within(1e-4f));
            }
            assertThat(sum / 64).isCloseTo(0, within(1e-5));
            assertThat(squares / 64).isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void lifted_stretchesLowContrastAroundTheImagesMean_andLeavesTheRest() {
        int[] swings = {100, 40, 5, 0}; // around 120: good contrast, low, hardly any, none
        byte[] pixels = new byte[swings.length * 64];
        for (int i = 0; i < pixels.length; i++) {
            int swing = swings[i / 64];
            pixels[i] = (byte) (i % 2 == 0 ? 120 - swing : 120 + swing);
        }
        float mean = 120 / 127.5f - 1;
        float[] half = {100 / 127.5f, 0.5f, 4 * 5 / 127.5f, 0};
        try (ImageSet set = ImageSet.unlabeled("x", Split.TRAIN, Tensors.ofBytes(pixels, swings.length, 8, 8, 1))) {
            float[] inputs = inputs(set, Normalisation.fit(Scaling.LIFTED, 1, set, set));
            for (int i = 0; i < inputs.length; i++) {
                float expected = i % 2 == 0 ? mean - half[i / 64] : mean + half[i / 64];
                assertThat(inputs[i]).isCloseTo(expected, within(1e-5f));
            }
        }
    }

    @Test
    void cropIfClose_takesTheMiddleOfMnistM_andShrinksWhatIsLarger() {
        try (ImageSet set = random(2, 32, 32, 3);
                ImageSet cropped = resized(set, 28, Resize.CROP_IF_CLOSE);
                ImageSet larger = random(2, 33, 33, 3);
                ImageSet shrunk = resized(larger, 28, Resize.CROP_IF_CLOSE);
                ImageSet bilinear = resized(larger, 28, Resize.BILINEAR)) {
            byte[] all = Tensors.bytes(set.images());
            byte[] middle = Tensors.bytes(cropped.images());
            for (int image = 0; image < 2; image++) {
                for (int row = 0; row < 28; row++) {
                    int from = ((image * 32 + row + 2) * 32 + 2) * 3;
                    int at = (image * 28 + row) * 28 * 3;
                    assertThat(Arrays.copyOfRange(middle, at, at + 28 * 3))
                            .isEqualTo(Arrays.copyOfRange(all, from, from + 28 * 3));
                }
            }
            assertThat(shrunk.sha256()).isEqualTo(bilinear.sha256());
            assertThatThrownBy(() -> resized(cropped, 30, Resize.CROP))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("images of 28 x 28 cannot be cropped to 30 x 30; choose another resize");
        }
    }

    @Test
    void doubledMeanSubtraction_isTwiceTheDistanceFromTheMeanOfBothDomains() {
        try (ImageSet source = constant(40);
                ImageSet target = constant(90)) {
            float[] once = inputs(source, Normalisation.fit(Scaling.MEAN_SUBTRACTION, 1, source, target));
            float[] doubled = inputs(source, Normalisation.fit(Scaling.DOUBLED_MEAN_SUBTRACTION, 1, source, target));
            assertThat(once[0]).isCloseTo(-25 / 255f, within(1e-6f));
            assertThat(doubled[0]).isCloseTo(-50 / 255f, within(1e-6f));
        }
    }

    private static ImageSet constant(int value) {
        byte[] pixels = new byte[64];
        Arrays.fill(pixels, (byte) value);
        return ImageSet.unlabeled("x", Split.TRAIN, Tensors.ofBytes(pixels, 1, 8, 8, 1));
    }

    @Test
    void areaByHalf_isTheMeanOfFour() {
        try (ImageSet set = random(3, 16, 16, 1);
                ImageSet half = resized(set, 8, Resize.AREA)) {
            byte[] large = Tensors.bytes(set.images());
            byte[] small = Tensors.bytes(half.images());
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 8; x++) {
                    int at = 32 * y + 2 * x;
                    double four = (large[at] & 0xff)
                            + (large[at + 1] & 0xff)
                            + (large[at + 16] & 0xff)
                            + (large[at + 17] & 0xff);
                    assertThat((small[8 * y + x] & 0xff) - four / 4).isBetween(-0.5, 0.5);
                }
            }
        }
    }

    @Test
    void bilinearByTwo_mixesNeighboursThreeToOne() {
        byte[] pixels = new byte[64];
        pixels[8 * 4 + 4] = (byte) 160; // one bright pixel
        try (ImageSet set = ImageSet.unlabeled("x", Split.TRAIN, Tensors.ofBytes(pixels, 1, 8, 8, 1));
                ImageSet twice = resized(set, 16, Resize.BILINEAR)) {
            byte[] large = Tensors.bytes(twice.images());
            int[] row = new int[6];
            for (int i = 0; i < 6; i++) {
                row[i] = large[16 * 8 + 6 + i] & 0xff;
            }
            // Rows 8 and 9 have weight 3/4 of the bright one; columns 1/4, 3/4, 3/4, 1/4.
            assertThat(row).containsExactly(0, 30, 90, 90, 30, 0);
        }
    }

    @Test
    void nearest_keepsExactValuesOnly() {
        try (ImageSet set = random(1, 10, 10, 1);
                ImageSet large = resized(set, 20, Resize.NEAREST)) {
            byte[] small = Tensors.bytes(set.images());
            byte[] twice = Tensors.bytes(large.images());
            for (int i = 0; i < twice.length; i++) {
                assertThat(twice[i]).isEqualTo(small[i / 20 / 2 * 10 + i % 20 / 2]);
            }
        }
    }

    @Test
    void padding_framesWithZeros_andRefusesToShrink() {
        byte[] pixels = new byte[28 * 28];
        Arrays.fill(pixels, (byte) 9);
        try (ImageSet set = ImageSet.unlabeled("x", Split.TRAIN, Tensors.ofBytes(pixels, 1, 28, 28, 1));
                ImageSet framed = resized(set, 32, Resize.PAD)) {
            byte[] bytes = Tensors.bytes(framed.images());
            for (int i = 0; i < bytes.length; i++) {
                boolean inside = i / 32 >= 2 && i / 32 < 30 && i % 32 >= 2 && i % 32 < 30;
                assertThat(bytes[i]).isEqualTo((byte) (inside ? 9 : 0));
            }
            assertThatThrownBy(() -> resized(set, 20, Resize.PAD))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("images of 28 x 28 cannot be padded to 20 x 20");
        }
    }

    @Test
    void resizing_isTheSameForEveryBlockOfImages() {
        try (ImageSet many = random(2_100, 9, 9, 1);
                ImageSet resized = resized(many, 8, Resize.BILINEAR)) {
            byte[] last = Arrays.copyOfRange(Tensors.bytes(many.images()), 2_099 * 81, 2_100 * 81);
            try (ImageSet alone = ImageSet.unlabeled("x", Split.TRAIN, Tensors.ofBytes(last, 1, 9, 9, 1));
                    ImageSet one = resized(alone, 8, Resize.BILINEAR)) {
                assertThat(Tensors.bytes(one.images()))
                        .isEqualTo(Arrays.copyOfRange(Tensors.bytes(resized.images()), 2_099 * 64, 2_100 * 64));
            }
        }
    }

    @Test
    void labelsAndName_stayWithTheResizedSet_afterTheFirstIsClosed() {
        ImageSet set = ImageSet.labeled(
                "x", Split.TEST, Tensors.ofBytes(new byte[200], 2, 10, 10, 1), new int[] {1, 0}, List.of("a", "b"));
        try (ImageSet other = resized(set, 8, Resize.AREA)) {
            set.close();
            assertThat(Tensors.longs(other.labels())).containsExactly(1, 0);
            assertThat(other.name() + other.split().label() + other.classNames())
                    .isEqualTo("xtest[a, b]");
        }
    }

    @Test
    void greyInputsForColourImages_areRefused() {
        try (ImageSet set = random(1, 9, 9, 3)) {
            assertThatThrownBy(() -> new ImagePreprocessing(8, 1, Resize.AREA, Scaling.PLUS_MINUS_ONE).resized(set))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("colour images, but the network takes grey ones");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 513})
    void sizesOutOfRange_areRefused(int size) {
        assertThatThrownBy(() -> new ImagePreprocessing(size, 3, Resize.AREA, Scaling.PLUS_MINUS_ONE))
                .hasMessageContaining("input size must be 8 to 512 pixels, got " + size);
        assertThatThrownBy(() -> new ImagePreprocessing(8, 2, Resize.AREA, Scaling.PLUS_MINUS_ONE))
                .hasMessageContaining("input channels must be 1 or 3, got 2");
    }

    @Test
    void plusMinusOne_isTheSameForEverySet() {
        try (ImageSet set = random(4, 8, 8, 1)) {
            assertThat(Normalisation.fit(Scaling.PLUS_MINUS_ONE, 3, set, set))
                    .isEqualTo(new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)));
            float[] inputs = inputs(set, new Normalisation(List.of(0.5), List.of(0.5)));
            byte[] pixels = Tensors.bytes(set.images());
            for (int i = 0; i < inputs.length; i++) {
                assertThat(inputs[i]).isCloseTo((pixels[i] & 0xff) / 127.5f - 1, within(1e-6f));
            }
        }
    }

    @Test
    void meanAndSd_areOverBothSets_eachCountingTheSame() {
        // Source: half 0, half 100. Target, ten times as many images: all 200, but red 250.
        byte[] source = new byte[2 * 64];
        Arrays.fill(source, 64, 128, (byte) 100);
        byte[] target = new byte[20 * 64 * 3];
        for (int i = 0; i < target.length; i++) {
            target[i] = (byte) (i % 3 == 0 ? 250 : 200);
        }
        try (ImageSet grey = ImageSet.unlabeled("s", Split.TRAIN, Tensors.ofBytes(source, 2, 8, 8, 1));
                ImageSet colour = ImageSet.unlabeled("t", Split.TRAIN, Tensors.ofBytes(target, 20, 8, 8, 3))) {
            Normalisation mean = Normalisation.fit(Scaling.MEAN_SUBTRACTION, 3, grey, colour);
            assertThat(mean.sd()).containsExactly(1.0, 1.0, 1.0);
            assertThat(mean.mean().get(0)).isCloseTo(150 / 255.0, within(1e-9));
            assertThat(mean.mean().get(2)).isCloseTo(125 / 255.0, within(1e-9));

            Normalisation sd = Normalisation.fit(Scaling.MEAN_SD, 3, grey, colour);
            assertThat(sd.mean()).isEqualTo(mean.mean());
            // E[x²] = (0 + 100²) / 4 + 200² / 2, mean 125.
            assertThat(sd.sd().get(2)).isCloseTo(Math.sqrt(2_500 + 20_000 - 125 * 125) / 255, within(1e-9));
        }
    }

    @Test
    void aConstantSet_hasNoInfiniteInputs() {
        try (ImageSet set = ImageSet.unlabeled("s", Split.TRAIN, Tensors.ofBytes(new byte[64], 1, 8, 8, 1))) {
            assertThat(Normalisation.fit(Scaling.MEAN_SD, 1, set, set).sd()).containsExactly(1e-3);
        }
    }

    @Test
    void greyImages_areRepeatedOverTheChannels_colourOnesKeepTheirs() {
        Normalisation three = new Normalisation(List.of(0.0, 0.0, 0.5), List.of(1.0, 0.5, 0.5));
        byte[] pixels = {0, (byte) 255, 51, 102};
        try (ImageSet grey = ImageSet.unlabeled("g", Split.TRAIN, Tensors.ofBytes(pixels, 1, 2, 2, 1));
                ImageSet colour = ImageSet.unlabeled(
                        "c", Split.TRAIN, Tensors.ofBytes(new byte[] {0, (byte) 255, 51}, 1, 1, 1, 3))) {
            assertThat(inputs(grey, three))
                    .containsExactly(
                            new float[] {0, 1, 0.2f, 0.4f, 0, 2, 0.4f, 0.8f, -1, 1, -0.6f, -0.2f}, within(1e-6f));
            assertThat(inputs(colour, three)).containsExactly(new float[] {0, 2, -0.6f}, within(1e-6f));
        }
    }

    @Test
    void normalisationsThatDivideByNothing_areRefused() {
        assertThatThrownBy(() -> new Normalisation(List.of(0.0), List.of(0.0)))
                .hasMessageContaining("sd must be positive, got 0.0");
        assertThatThrownBy(() -> new Normalisation(List.of(0.0, 0.0), List.of(1.0)))
                .hasMessageContaining("one value per channel or column, got 2 and 1");
    }

    private static float[] inputs(ImageSet set, Normalisation normalisation) {
        try (UnlabeledExamples images = new UnlabeledExamples(set, normalisation);
                PointerScope scope = new PointerScope()) {
            Tensor all = images.range(0, set.size()).inputs();
            assertThat(all.sizes().vec().get())
                    .containsExactly(set.size(), normalisation.mean().size(), set.height(), set.width());
            return Tensors.floats(all);
        }
    }

    private static ImageSet resized(ImageSet set, int size, Resize resize) {
        return new ImagePreprocessing(size, 3, resize, Scaling.PLUS_MINUS_ONE).resized(set);
    }

    private static ImageSet random(int count, int height, int width, int channels) {
        byte[] pixels = new byte[count * height * width * channels];
        new Random(count).nextBytes(pixels);
        return ImageSet.unlabeled("x", Split.TRAIN, Tensors.ofBytes(pixels, count, height, width, channels));
    }

    private static double mean(ImageSet set) {
        double sum = 0;
        byte[] bytes = Tensors.bytes(set.images());
        for (byte value : bytes) {
            sum += value & 0xff;
        }
        return sum / bytes.length;
    }
}

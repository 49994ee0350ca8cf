package io.github.dann4j.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {
    private static final int SIDE = 32;
    private static final int PIXELS = SIDE * SIDE;
    private static final Augmentation ALL = new Augmentation(1.5, 20, 0.1, 0.2, 0.5, 0.5, 1.5, 0.5, 0.2, 0.1, 0.5, 0.5);

    private static float[] apply(Augmentation augmentation, float[] images, long seed) {
        return apply(augmentation, images, 1, seed, Shard.ALL);
    }

    /** Inputs are in [−1, 1], so the range is 2. */
    private static float[] apply(Augmentation augmentation, float[] images, int channels, long seed, Shard share) {
        int batch = images.length / (PIXELS * channels);
        List<Double> half = Collections.nCopies(channels, 0.5);
        try (PointerScope scope = new PointerScope()) {
            Tensor input = Tensors.ofFloats(images, batch, channels, SIDE, SIDE)
                    .slice(0, new LongOptional(share.from(batch)), new LongOptional(share.to(batch)), 1);
            return Tensors.floats(augmentation
                    .apply(input, InputScale.of(new Normalisation(half, half)), seed, share, batch)
                    .contiguous());
        }
    }

    /** Images of a square of light, 8 pixels wide, in the middle of the dark. */
    private static float[] squares(int count) {
        float[] images = new float[count * PIXELS];
        Arrays.fill(images, -1);
        for (int i = 0; i < count; i++) {
            for (int y = 12; y < 20; y++) {
                Arrays.fill(images, i * PIXELS + y * SIDE + 12, i * PIXELS + y * SIDE + 20, 1);
            }
        }
        return images;
    }

    /** Returns the area of the light and its centre {x, y}, in pixels from the middle. */
    private static double[] light(float[] images, int i) {
        double area = 0;
        double x = 0;
        double y = 0;
        for (int p = 0; p < PIXELS; p++) {
            double light = (images[i * PIXELS + p] + 1) / 2;
            area += light;
            x += light * (p % SIDE + 0.5 - SIDE / 2.0);
            y += light * (p / SIDE + 0.5 - SIDE / 2.0);
        }
        return new double[] {area, x / area, y / area};
    }

    @Test
    void none_leavesEveryImageAsItIs() {
        assertThat(apply(Augmentation.NONE, squares(3), 5)).isEqualTo(squares(3));
    }

    @Test
    void sameSeed_drawsTheSame_anotherDoesNot_andEachImageHasItsOwnDraw() {
        float[] first = apply(ALL, squares(2), 5);
        assertThat(apply(ALL, squares(2), 5)).isEqualTo(first);
        assertThat(apply(ALL, squares(2), 6)).isNotEqualTo(first);
        assertThat(Arrays.copyOf(first, PIXELS)).isNotEqualTo(Arrays.copyOfRange(first, PIXELS, 2 * PIXELS));
    }

    @Test
    void shift_movesWithinItsRangeAndFillsIt() {
        int n = 200;
        float[] moved = apply(new Augmentation(1, 0, 0.125, 1, 0), squares(n), 1); // 4 of 32 pixels
        double far = 0;
        for (int i = 0; i < n; i++) {
            double[] light = light(moved, i);
            assertThat(light[0]).isCloseTo(64, within(0.01));
            assertThat(Math.max(Math.abs(light[1]), Math.abs(light[2]))).isLessThan(4.01);
            far = Math.max(far, Math.abs(light[1]));
        }
        assertThat(far).isGreaterThan(3.5);
    }

    @Test
    void zoom_changesTheAreaWithinTheSquareOfItsRange() {
        int n = 200;
        float[] zoomed = apply(new Augmentation(1.5, 0, 0, 1, 0), squares(n), 1);
        double least = 1000;
        double most = 0;
        for (int i = 0; i < n; i++) {
            double[] light = light(zoomed, i);
            least = Math.min(least, light[0] / 64);
            most = Math.max(most, light[0] / 64);
            assertThat(light[1]).isCloseTo(0, within(0.01));
        }
        assertThat(least).isBetween(1 / 2.3, 0.6);
        assertThat(most).isBetween(1.7, 2.3);
    }

    @Test
    void rotation_keepsAreaAndMiddle() {
        float[] turned = apply(new Augmentation(1, 45, 0, 1, 0), squares(20), 1);
        assertThat(turned).isNotEqualTo(squares(20));
        for (int i = 0; i < 20; i++) {
            double[] light = light(turned, i);
            assertThat(light[0]).isCloseTo(64, within(3.0));
            assertThat(Math.hypot(light[1], light[2])).isLessThan(0.05);
        }
    }

    @Test
    void anImageOfOneColour_staysOne_withoutAFrame() {
        float[] grey = new float[PIXELS];
        Arrays.fill(grey, 0.25f);
        for (float value : apply(new Augmentation(2, 90, 0.5, 1, 0), grey, 3)) {
            assertThat(value).isCloseTo(0.25f, within(1e-5f));
        }
    }

    @Test
    void inversionAndContrast_multiplyEachImageByOneFactor() {
        int n = 100;
        float[] shaded = apply(new Augmentation(1, 0, 0, 2, 0.5), squares(n), 1);
        int inverted = 0;
        for (int i = 0; i < n; i++) {
            float factor = shaded[i * PIXELS + 16 * SIDE + 16];
            assertThat(Math.abs(factor)).isBetween(0.5f, 2f);
            assertThat(shaded[i * PIXELS]).isEqualTo(-factor);
            inverted += factor < 0 ? 1 : 0;
        }
        assertThat(inverted).isBetween(30, 70);
    }

    @Test
    void shear_leansTheAxesToEachOther_andKeepsTheMiddle() {
        int n = 100;
        float[] stripe = new float[n * PIXELS]; // a vertical stripe, 4 pixels wide
        Arrays.fill(stripe, -1);
        for (int i = 0; i < n * SIDE; i++) {
            Arrays.fill(stripe, i * SIDE + 14, i * SIDE + 18, 1);
        }
        float[] sheared = apply(new Augmentation(1, 0, 0, 0.4, 0, 0, 1, 0, 0, 0), stripe, 1);
        double most = 0;
        for (int i = 0; i < n; i++) {
            double upper = centre(sheared, i, 8);
            double lower = centre(sheared, i, 23);
            assertThat(upper + lower).isCloseTo(0, within(0.2));
            most = Math.max(most, Math.abs(lower - upper) / 15);
        }
        assertThat(most).isBetween(0.36, 0.41);
    }

    /** Returns the centre of the light in one row, in pixels from the middle. */
    private static double centre(float[] images, int i, int row) {
        double light = 0;
        double moment = 0;
        for (int x = 0; x < SIDE; x++) {
            double here = (images[i * PIXELS + row * SIDE + x] + 1) / 2;
            light += here;
            moment += here * (x + 0.5 - SIDE / 2.0);
        }
        return moment / light;
    }

    @Test
    void recolouring_givesEachImageTwoColoursThatDiffer_andKeepsWhatIsBetween() {
        int n = 200;
        float[] images = new float[n * 3 * PIXELS];
        for (int i = 0; i < n * 3; i++) {
            System.arraycopy(squares(1), 0, images, i * PIXELS, PIXELS);
            images[i * PIXELS + 16 * SIDE] = 0; // halfway from dark to light
        }
        float[] changed = apply(new Augmentation(1, 0, 0, 0, 0.5, 0, 1, 0, 0, 0), images, 3, 1, Shard.ALL);
        int unchanged = 0;
        int inverted = 0;
        double most = 0;
        for (int i = 0; i < n; i++) {
            double difference = 0;
            for (int c = 0; c < 3; c++) {
                int plane = (3 * i + c) * PIXELS;
                float ground = changed[plane];
                float figure = changed[plane + 16 * SIDE + 16];
                assertThat(changed[plane + 16 * SIDE]).isCloseTo((ground + figure) / 2, within(1e-6f));
                assertThat(Math.max(Math.abs(ground), Math.abs(figure))).isLessThanOrEqualTo(1);
                difference += (figure - ground) / 3;
                most = Math.max(most, Math.abs(figure));
            }
            assertThat(Math.abs(difference)).isGreaterThanOrEqualTo(0.15 * 2 - 1e-6);
            inverted += difference < 0 ? 1 : 0;
            unchanged += Arrays.equals(changed, 3 * i * PIXELS, 3 * (i + 1) * PIXELS, images, 0, 3 * PIXELS) ? 1 : 0;
        }
        assertThat(unchanged).as("half of the images").isBetween(75, 125);
        assertThat(inverted).as("half of the others").isBetween(30, 70);
        assertThat(most).isGreaterThan(0.97);
    }

    /** The square is 8 pixels wide, and its copy is moved by 16 to 25.6 of 32 pixels: at most its half is to be seen. */
    @Test
    void clutter_entersFromOneSide_andLeavesTheMiddle() {
        int n = 200;
        float[] images = squares(n);
        float[] plain = apply(new Augmentation(1, 0, 0, 0, 1, 0, 1, 0, 0, 0), images, 1);
        float[] cluttered = apply(new Augmentation(1, 0, 0, 0, 1, 0.5, 1, 0, 0, 0), images, 1);
        int left = 0;
        int right = 0;
        for (int i = 0; i < n; i++) {
            for (int y = 0; y < SIDE; y++) {
                int row = i * PIXELS + y * SIDE;
                assertThat(Arrays.copyOfRange(cluttered, row + 5, row + 27))
                        .containsExactly(Arrays.copyOfRange(plain, row + 5, row + 27));
            }
            int middle = i * PIXELS + 16 * SIDE;
            left += cluttered[middle] == plain[middle] ? 0 : 1;
            right += cluttered[middle + SIDE - 1] == plain[middle + SIDE - 1] ? 0 : 1;
        }
        assertThat(left).as("a quarter, but for those that are moved too far").isBetween(8, 40);
        assertThat(right).isBetween(8, 40);
    }

    @Test
    void anImageOfOneColour_isRecolouredToOneColour() {
        float[] grey = new float[PIXELS];
        Arrays.fill(grey, 0.25f);
        float[] changed = apply(new Augmentation(1, 0, 0, 0, 1, 0, 1, 0, 0, 0), grey, 3);
        assertThat(changed).containsOnly(changed[0]);
        assertThat(changed[0]).isBetween(-1f, 1f);
    }

    @Test
    void brightness_addsOneShareOfTheRangeToEachImage() {
        int n = 200;
        float[] changed = apply(new Augmentation(1, 0, 0, 0, 0, 0, 1, 0, 0.2, 0), squares(n), 1);
        double most = 0;
        for (int i = 0; i < n; i++) {
            float added = changed[i * PIXELS] + 1;
            assertThat(changed[i * PIXELS + 16 * SIDE + 16]).isCloseTo(1 + added, within(1e-6f));
            most = Math.max(most, Math.abs(added));
        }
        assertThat(most).isBetween(0.38, 0.4);
    }

    @Test
    void noise_isNormalWithTheGivenDeviation_andIndependentForEachInput() {
        float[] still = new float[20 * PIXELS];
        float[] noise = apply(new Augmentation(1, 0, 0, 0, 0, 0, 1, 0, 0, 0.1), still, 1);
        double mean = 0;
        double square = 0;
        double fourth = 0;
        double neighbours = 0;
        for (int i = 0; i < noise.length; i++) {
            double value = noise[i] / 0.2; // a tenth of the range, which is 2
            mean += value / noise.length;
            square += value * value / noise.length;
            fourth += Math.pow(value, 4) / noise.length;
            neighbours += i == 0 ? 0 : value * noise[i - 1] / 0.2 / noise.length;
        }
        assertThat(mean).isCloseTo(0, within(0.03)); // four standard errors of 20,480 draws
        assertThat(square).isCloseTo(1, within(0.04));
        assertThat(fourth)
                .as("3 for a normal distribution, 1.8 for a uniform one")
                .isCloseTo(3, within(0.3));
        assertThat(neighbours).isCloseTo(0, within(0.03));
    }

    private static Augmentation framed(double crop, double flip) {
        return new Augmentation(1, 0, 0, 0, 0, 0, 1, 0, 0, 0, crop, flip);
    }

    /** The square of light has 64 of 1,024 pixels; a crop of half the area shows it twice as large. */
    @Test
    void crop_enlargesPartsOfAtLeastItsShare_anywhereInTheImage() {
        int n = 300;
        float[] cropped = apply(framed(0.5, 0), squares(n), 1);
        double least = 1000;
        double most = 0;
        double right = 0;
        double down = 0;
        for (int i = 0; i < n; i++) {
            double[] light = light(cropped, i);
            least = Math.min(least, light[0] / 64);
            most = Math.max(most, light[0] / 64);
            right = Math.max(right, light[1]);
            down = Math.max(down, light[2]);
        }
        assertThat(least).isBetween(0.99, 1.1);
        assertThat(most).isBetween(1.85, 2.1);
        assertThat(right).isBetween(4.0, 12.0);
        assertThat(down).isBetween(4.0, 12.0);
    }

    @Test
    void flip_mirrorsSoManyImages_andNothingElse() {
        int n = 200;
        float[] images = squares(n);
        for (int i = 0; i < n; i++) {
            images[i * PIXELS + 5 * SIDE + 3] = 1; // a spot on the upper left
        }
        float[] flipped = apply(framed(1, 0.3), images, 1);
        int mirrored = 0;
        for (int i = 0; i < n; i++) {
            float left = flipped[i * PIXELS + 5 * SIDE + 3];
            float right = flipped[i * PIXELS + 5 * SIDE + SIDE - 1 - 3];
            assertThat(left + right).isCloseTo(0, within(1e-4f));
            mirrored += right > 0 ? 1 : 0;
        }
        assertThat(mirrored).isBetween(40, 80);
    }

    /** A crop of a shifted image moves with it: both are one map. */
    @Test
    void cropsAndMoves_areOneMap_andLeaveTheDrawsOfTheOthers() {
        float[] whole = apply(new Augmentation(1.5, 20, 0.1, 0.2, 0, 0, 1.5, 0.5, 0, 0, 0.999, 0), squares(20), 5);
        float[] plain = apply(new Augmentation(1.5, 20, 0.1, 0.2, 0, 0, 1.5, 0.5, 0, 0), squares(20), 5);
        double difference = 0;
        for (int i = 0; i < plain.length; i++) {
            difference += Math.abs(whole[i] - plain[i]) / plain.length;
        }
        assertThat(difference).isBetween(1e-9, 0.1);
    }

    @Test
    void partOfABatch_changesAsItDoesInTheWhole() {
        float[] whole = apply(ALL, squares(6), 5);
        float[] second = apply(ALL, squares(6), 1, 5, new Shard(1, 2));
        assertThat(second).isEqualTo(Arrays.copyOfRange(whole, 3 * PIXELS, 6 * PIXELS));
    }

    @ParameterizedTest
    @CsvSource({
        "shear, 0.6, 0.0 to 0.5",
        "recolouring, 1.1, 0.0 to 1.0",
        "clutter, 2, 0.0 to 1.0",
        "brightness, -0.1, 0.0 to 1.0",
        "noise, NaN, 0.0 to 1.0",
        "crop, 0.04, 0.05 to 1.0",
        "flip, 1.5, 0.0 to 1.0"
    })
    void impossibleShades_areRefused(String name, double value, String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(
                        1,
                        0,
                        0,
                        name.equals("shear") ? value : 0,
                        name.equals("recolouring") ? value : 0,
                        name.equals("clutter") ? value : 0,
                        1,
                        0,
                        name.equals("brightness") ? value : 0,
                        name.equals("noise") ? value : 0,
                        name.equals("crop") ? value : 1,
                        name.equals("flip") ? value : 0))
                .withMessage("augmentation: %s must be %s, got %s", name, range, value);
    }

    @ParameterizedTest
    @CsvSource({
        "0.9, 0, 0, 1, 0, zoom must be 1.0 to 4.0",
        "1, -1, 0, 1, 0, rotation must be 0.0 to 180.0",
        "1, 0, 0.6, 1, 0, shift must be 0.0 to 0.5",
        "1, 0, 0, NaN, 0, contrast must be 1.0 to 4.0",
        "1, 0, 0, 1, 2, inversion must be 0.0 to 1.0"
    })
    void impossibleRanges_areRefused(
            double zoom, double rotation, double shift, double contrast, double inversion, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(zoom, rotation, shift, contrast, inversion))
                .withMessageContaining(rule);
    }
}

package io.github.dann4j.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrongAugmentationTest {
    private static final int SIDE = 32;
    private static final int PIXELS = SIDE * SIDE;
    private static final StrongAugmentation NOTHING = new StrongAugmentation(0, 0, 1, 0, 0, 0);

    /** Inputs in [−1, 1], grey 0. */
    private static final Normalisation PLUS_MINUS_ONE = new Normalisation(List.of(0.5), List.of(0.5));

    /**
     * Inputs in [−0.4, 1.6] with grey at 0.6: as after mean subtraction from a dark dataset, with a deviation of a
     * half.
     */
    private static final Normalisation DARK = new Normalisation(List.of(0.2), List.of(0.5));

    private static float[] apply(
            StrongAugmentation strong, Normalisation normalisation, float[] images, long seed, Shard share, int batch) {
        try (PointerScope scope = new PointerScope()) {
            Tensor input = Tensors.ofFloats(images, images.length / PIXELS, 1, SIDE, SIDE);
            return Tensors.floats(strong.apply(input, InputScale.of(normalisation), seed, share, batch)
                    .contiguous());
        }
    }

    private static float[] apply(StrongAugmentation strong, Normalisation normalisation, float[] images, long seed) {
        return apply(strong, normalisation, images, seed, Shard.ALL, images.length / PIXELS);
    }

    private static float[] all(int count, float value) {
        float[] images = new float[count * PIXELS];
        Arrays.fill(images, value);
        return images;
    }

    /** Returns images with a ramp from one value to another along each row. */
    private static float[] ramps(int count, double from, double to) {
        float[] images = new float[count * PIXELS];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) (from + (to - from) * (i % SIDE) / (SIDE - 1));
        }
        return images;
    }

    @Test
    void nothing_leavesEveryImageAsItIs() {
        assertThat(apply(NOTHING, PLUS_MINUS_ONE, ramps(3, -1, 1), 5)).isEqualTo(ramps(3, -1, 1));
    }

    /**
     * The cutout is a quarter of the side of 32: 64 pixels, all of them grey, in one square inside the image, and at
     * every position of it over many images.
     */
    @Test
    void cutout_coversItsSquareWithTheInputOfGrey() {
        int n = 400;
        float[] covered = apply(new StrongAugmentation(0, 0, 1, 0, 0, 0.25), DARK, all(n, -0.4f), 1);
        int[] times = new int[PIXELS];
        for (int i = 0; i < n; i++) {
            int top = SIDE;
            int bottom = -1;
            int left = SIDE;
            int right = -1;
            int count = 0;
            for (int p = 0; p < PIXELS; p++) {
                float value = covered[i * PIXELS + p];
                if (value != -0.4f) {
                    assertThat(value).isEqualTo(0.6f); // (0.5 − 0.2) / 0.5
                    count++;
                    times[p]++;
                    top = Math.min(top, p / SIDE);
                    bottom = Math.max(bottom, p / SIDE);
                    left = Math.min(left, p % SIDE);
                    right = Math.max(right, p % SIDE);
                }
            }
            assertThat(count).isEqualTo(64);
            assertThat(bottom - top).isEqualTo(7);
            assertThat(right - left).isEqualTo(7);
        }
        assertThat(Arrays.stream(times).filter(count -> count == 0).count())
                .as("places never covered, out of 1024")
                .isLessThan(40);
    }

    /**
     * A fifth of the range of pixels, which is 2 in these inputs whatever their mean: at most 0.4 up or down, and
     * sometimes nearly that much.
     */
    @Test
    void brightness_isAShareOfTheRangeOfPixels() {
        int n = 200;
        float[] lit = apply(new StrongAugmentation(0, 0, 1, 0.2, 0, 0), DARK, all(n, 0.6f), 1);
        double most = 0;
        for (int i = 0; i < n; i++) {
            double added = lit[i * PIXELS] - 0.6;
            assertThat(lit[i * PIXELS + 700]).isEqualTo(lit[i * PIXELS]);
            assertThat(Math.abs(added)).isLessThan(0.4 + 1e-6);
            most = Math.max(most, Math.abs(added));
        }
        assertThat(most).isGreaterThan(0.38);
    }

    @Test
    void contrast_multipliesTheDistanceFromGrey() {
        int n = 200;
        float[] changed = apply(new StrongAugmentation(0, 0, 2, 0, 0, 0), DARK, ramps(n, 0.6, 0.8), 1);
        double least = 9;
        double most = 0;
        for (int i = 0; i < n; i++) {
            assertThat(changed[i * PIXELS]).isCloseTo(0.6f, within(1e-6f)); // grey stays
            double factor = (changed[i * PIXELS + SIDE - 1] - 0.6) / 0.2;
            least = Math.min(least, factor);
            most = Math.max(most, factor);
        }
        assertThat(least).isBetween(0.5, 0.55);
        assertThat(most).isBetween(1.85, 2.0);
    }

    @Test
    void inversion_swapsBlackAndWhite() {
        float[] inverted = apply(new StrongAugmentation(0, 0, 1, 0, 1, 0), DARK, ramps(1, -0.4, 1.6), 1);
        assertThat(inverted[0]).isCloseTo(1.6f, within(1e-6f));
        assertThat(inverted[SIDE - 1]).isCloseTo(-0.4f, within(1e-6f));
    }

    @Test
    void noInput_leavesTheRangeFromBlackToWhite() {
        float[] changed = apply(new StrongAugmentation(0.2, 0.1, 4, 1, 0.5, 0.25), DARK, ramps(100, -0.4, 1.6), 1);
        double least = 9;
        double most = -9;
        for (float value : changed) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        assertThat(least).isCloseTo(-0.4, within(1e-5));
        assertThat(most).isCloseTo(1.6, within(1e-5));
    }

    /** An image that was stretched beyond white keeps its content there. */
    @Test
    void anImageBeyondTheRange_staysInItsOwn() {
        Normalisation lifted = new Normalisation(List.of(0.5), List.of(0.5), Contrast.LIFTED);
        float[] inverted = apply(new StrongAugmentation(0, 0, 1, 0, 1, 0), lifted, ramps(1, 0.2, 1.5), 1);
        assertThat(inverted[0]).isCloseTo(-0.2f, within(1e-6f));
        assertThat(inverted[SIDE - 1]).isCloseTo(-1.5f, within(1e-6f));
    }

    @Test
    void standardisedImages_haveGreyAtTheirMean_andFourDeviationsOfRange() {
        InputScale scale = InputScale.of(new Normalisation(List.of(0.2), List.of(0.5), Contrast.STANDARDISED));
        assertThat(scale.grey()).containsExactly(0);
        assertThat(scale.range()).containsExactly(4);
    }

    /**
     * Recovers the warp's numbers from the positions of a ramp's two sides: deviation 0.2, mean 1 along its axis and 0
     * across.
     */
    @Test
    void affine_movesEachNumberOfTheMapByItsDeviation() {
        int n = 2000;
        float[] warped = apply(new StrongAugmentation(0.2, 0, 1, 0, 0, 0), PLUS_MINUS_ONE, ramps(n, -1, 1), 1);
        double[] along = new double[n];
        double[] across = new double[n];
        for (int i = 0; i < n; i++) {
            int middle = i * PIXELS + 16 * SIDE + 16;
            along[i] = (warped[middle + 4] - warped[middle - 4]) / 8.0 / (2.0 / (SIDE - 1));
            across[i] = (warped[middle + 4 * SIDE] - warped[middle - 4 * SIDE]) / 8.0 / (2.0 / (SIDE - 1));
        }
        assertThat(mean(along)).isCloseTo(1, within(0.02));
        assertThat(mean(across)).isCloseTo(0, within(0.02));
        assertThat(deviation(along)).isCloseTo(0.2, within(0.01));
        assertThat(deviation(across)).isCloseTo(0.2, within(0.01));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }

    @Test
    void theSharesOfABatch_areItsParts() {
        float[] images = ramps(7, -1, 1);
        float[] whole = apply(StrongAugmentation.DEFAULT, PLUS_MINUS_ONE, images, 5);
        for (int part = 0; part < 3; part++) {
            Shard share = new Shard(part, 3);
            int from = share.from(7) * PIXELS;
            int to = share.to(7) * PIXELS;
            float[] own = Arrays.copyOfRange(images, from, to);
            assertThat(apply(StrongAugmentation.DEFAULT, PLUS_MINUS_ONE, own, 5, share, 7))
                    .isEqualTo(Arrays.copyOfRange(whole, from, to));
        }
        assertThat(Arrays.copyOf(whole, PIXELS)).isNotEqualTo(Arrays.copyOfRange(whole, PIXELS, 2 * PIXELS));
        assertThat(apply(StrongAugmentation.DEFAULT, PLUS_MINUS_ONE, images, 6)).isNotEqualTo(whole);
    }

    @Test
    void examplesThatAreNoImages_areRefusedInOneLine() {
        try (PointerScope scope = new PointerScope();
                FeatureSet set = FeatureSet.unlabeled("x", Split.TRAIN, new float[][] {{1, 2}, {3, 4}});
                UnlabeledExamples features =
                        new UnlabeledExamples(set, new Normalisation(List.of(0.0, 0.0), List.of(1.0, 1.0)))) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(features::inputScale)
                    .withMessageStartingWith("a strong view needs images");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.6, 0, 1, 0, 0, 0, affine must be 0.0 to 0.5",
        "0, 0.6, 1, 0, 0, 0, shift must be 0.0 to 0.5",
        "0, 0, 0.5, 0, 0, 0, contrast must be 1.0 to 4.0",
        "0, 0, 1, NaN, 0, 0, brightness must be 0.0 to 1.0",
        "0, 0, 1, 0, 2, 0, inversion must be 0.0 to 1.0",
        "0, 0, 1, 0, 0, 0.6, cutout must be 0.0 to 0.5"
    })
    void impossibleRanges_areRefused(
            double affine,
            double shift,
            double contrast,
            double brightness,
            double inversion,
            double cutout,
            String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StrongAugmentation(affine, shift, contrast, brightness, inversion, cutout))
                .withMessageContaining("strong augmentation: " + rule);
    }
}

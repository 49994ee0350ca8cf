package io.github.dann4j.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {
    private static final int SIDE = 32;
    private static final int PIXELS = SIDE * SIDE;
    private static final Augmentation ALL = new Augmentation(1.5, 20, 0.1, 1.5, 0.5);

    private static float[] apply(Augmentation augmentation, float[] images, long seed) {
        try (PointerScope scope = new PointerScope()) {
            Tensor input = Tensors.ofFloats(images, images.length / PIXELS, 1, SIDE, SIDE);
            return Tensors.floats(augmentation
                    .apply(input, seed, Shard.ALL, Math.toIntExact(input.size(0)))
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
    void none_leavesEveryPictureAsItIs() {
        assertThat(apply(Augmentation.NONE, squares(3), 5)).isEqualTo(squares(3));
    }

    /** Rows of features are not images: their weak view is the unchanged row. */
    @Test
    void examplesThatAreNoImages_stayAsTheyAre() {
        try (PointerScope scope = new PointerScope()) {
            Tensor features = Tensors.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
            assertThat(Tensors.floats(ALL.apply(features, 5, Shard.ALL, 2))).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void sameSeed_drawsTheSame_anotherDoesNot_andEachPictureHasItsOwnDraw() {
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
    void aPictureOfOneColour_staysOne_withoutAFrame() {
        float[] grey = new float[PIXELS];
        Arrays.fill(grey, 0.25f);
        for (float value : apply(new Augmentation(2, 90, 0.5, 1, 0), grey, 3)) {
            assertThat(value).isCloseTo(0.25f, within(1e-5f));
        }
    }

    @Test
    void inversionAndContrast_multiplyEachPictureByOneFactor() {
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

package io.github.dann4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageBytesTest {
    @ParameterizedTest
    @EnumSource(
            value = Scaling.class,
            names = {"PLUS_MINUS_ONE", "MEAN_SUBTRACTION", "MEAN_SD"})
    void affineInputs_comeBackAsTheBytesTheyWere(Scaling scaling) {
        byte[] bytes = random(5 * 12 * 10 * 3);
        try (ImageSet set = set(bytes, 5, 12, 10, 3);
                UnlabeledExamples images = new UnlabeledExamples(set, Normalisation.fit(scaling, 3, set, set))) {
            ImageBytes shown = images.images(new int[] {4, 0}, 12);

            assertThat(shown.count()).isEqualTo(2);
            assertThat(Arrays.copyOf(shown.bytes(), 360)).isEqualTo(Arrays.copyOfRange(bytes, 4 * 360, 5 * 360));
            assertThat(Arrays.copyOfRange(shown.bytes(), 360, 720)).isEqualTo(Arrays.copyOf(bytes, 360));
        }
    }

    @Test
    void greySetOfAColouredNetwork_isShownInColour() {
        byte[] bytes = random(8 * 8);
        try (ImageSet set = set(bytes, 1, 8, 8, 1);
                UnlabeledExamples images =
                        new UnlabeledExamples(set, Normalisation.fit(Scaling.PLUS_MINUS_ONE, 3, set, set))) {
            ImageBytes shown = images.images(new int[] {0}, 8);

            assertThat(shown.channels()).isEqualTo(3);
            for (int at = 0; at < 64; at++) {
                assertThat(shown.bytes()[3 * at]).isEqualTo(bytes[at]);
                assertThat(shown.bytes()[3 * at + 2]).isEqualTo(bytes[at]);
            }
        }
    }

    @Test
    void largeImages_areAveragedDown_inTheirShape() {
        byte[] bytes = new byte[40 * 20];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) (at % 2 == 0 ? 0 : 200);
        }
        try (ImageSet set = set(bytes, 1, 40, 20, 1);
                UnlabeledExamples images =
                        new UnlabeledExamples(set, Normalisation.fit(Scaling.PLUS_MINUS_ONE, 1, set, set))) {
            ImageBytes shown = images.images(new int[] {0}, 10);

            assertThat(shown.height()).isEqualTo(10);
            assertThat(shown.width()).isEqualTo(5);
            assertThat(shown.bytes()).containsOnly((byte) 100);
        }
    }

    /** Two images that the network cannot distinguish look alike: one is the other, darker and with less contrast. */
    @Test
    void standardisedInputs_areShownAsTheNetworkGetsThem() {
        byte[] bytes = new byte[2 * 64];
        for (int at = 0; at < 64; at++) {
            bytes[at] = (byte) (at % 8 < 4 ? 40 : 80);
            bytes[64 + at] = (byte) (at % 8 < 4 ? 100 : 220);
        }
        try (ImageSet set = set(bytes, 2, 8, 8, 1);
                UnlabeledExamples images =
                        new UnlabeledExamples(set, Normalisation.fit(Scaling.EACH_IMAGE, 1, set, set))) {
            byte[] shown = images.images(new int[] {0, 1}, 8).bytes();

            assertThat(Arrays.copyOf(shown, 64)).isEqualTo(Arrays.copyOfRange(shown, 64, 128));
            assertThat(shown[0] & 0xff).isEqualTo(64); // one standard deviation below the mean
            assertThat(shown[7] & 0xff).isEqualTo(191);
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    private static ImageSet set(byte[] bytes, int count, int height, int width, int channels) {
        try (PointerScope scope = new PointerScope()) {
            return ImageSet.unlabeled("x", Split.TEST, Tensors.ofBytes(bytes, count, height, width, channels));
        }
    }
}

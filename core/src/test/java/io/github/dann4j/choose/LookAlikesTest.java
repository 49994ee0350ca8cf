package io.github.dann4j.choose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LookAlikesTest {
    private static final int COUNT = 40;
    private static final int SAME = 7;

    /** What is photographed, at a place of the image from 0 to 1: waves of a scene, from 0 to 1. */
    private static double scene(int number, double x, double y) {
        Random random = new Random(number);
        double sum = 0;
        for (int wave = 0; wave < 5; wave++) {
            sum += Math.cos(
                    9 * random.nextGaussian() * x + 9 * random.nextGaussian() * y + 2 * Math.PI * random.nextDouble());
        }
        return 0.5 + sum / 10;
    }

    /** Images of scenes, a grey one for -1, with these darkest and brightest values, and noise. */
    private static ImageSet photographs(int[] scenes, int side, int channels, double dark, double bright) {
        Random noise = new Random(1);
        byte[] pixels = new byte[scenes.length * side * side * channels];
        int at = 0;
        for (int scene : scenes) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    double value = scene < 0 ? 0.5 : scene(scene, (x + 0.5) / side, (y + 0.5) / side);
                    for (int c = 0; c < channels; c++) {
                        pixels[at++] = (byte) (dark + (bright - dark) * value + 2 * noise.nextGaussian());
                    }
                }
            }
        }
        return ImageSet.unlabeled("images", Split.TRAIN, pixels, new ImageSize(side, side), channels);
    }

    private static int[] from(int first, int count) {
        int[] scenes = new int[count];
        for (int i = 0; i < count; i++) {
            scenes[i] = first + i;
        }
        return scenes;
    }

    /** Seven scenes are in both domains: in another size, darker, with noise, and in colour. */
    @Test
    void samePhotographsInAnotherForm_areFound_andNoOthers() {
        try (ImageSet source = photographs(from(0, COUNT), 24, 1, 20, 220);
                ImageSet target = photographs(from(COUNT - SAME, COUNT), 40, 3, 10, 150)) {
            assertThat(LookAlikes.of(source, target)).isEqualTo(new LookAlikes(COUNT, SAME, 0));
        }
    }

    @Test
    void copiesWithinTheTarget_countBoth_andFlatImagesNone() {
        int[] scenes = from(100, COUNT);
        scenes[3] = scenes[30];
        scenes[10] = -1;
        scenes[11] = -1;
        try (ImageSet source = photographs(from(0, COUNT), 24, 1, 20, 220);
                ImageSet target = photographs(scenes, 24, 1, 20, 220)) {
            assertThat(LookAlikes.of(source, target)).isEqualTo(new LookAlikes(COUNT, 0, 2));
        }
    }

    @Test
    void rowsOfFeatures_areNotCompared() {
        try (FeatureSet rows =
                        FeatureSet.labeled("rows", Split.TRAIN, new float[2][3], new int[] {0, 1}, List.of("a", "b"));
                ImageSet images = photographs(from(0, 2), 8, 1, 0, 200)) {
            assertThat(LookAlikes.of(rows, rows)).isEqualTo(new LookAlikes(0, 0, 0));
            assertThat(LookAlikes.of(rows, images)).isEqualTo(new LookAlikes(0, 0, 0));
        }
    }

    /** One compared image in a hundred is no remark, more are one. */
    @Test
    void remark_hasTheCounts() {
        assertThat(look(20, 20, 0).remarks()).isEmpty();
        assertThat(look(21, 30, 0).remarks())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("21 of 2000 images of the target that were compared look like images of the source");
        assertThat(look(0, 30, 0).remarks()).singleElement().asString().contains("30 of 2000", "others of the target");
    }

    /** A tenth of the target is copied from the source: that is said once. */
    @Test
    void copies_areNoSecondRemark() {
        assertThat(look(220, 0, 500).remarks()).singleElement().asString().contains("500 of the 5000");
        assertThat(look(221, 0, 500).remarks()).hasSize(2);
    }

    private static DataLook look(int inSource, int inTarget, int shared) {
        List<Integer> shape = List.of(8, 8, 1);
        return new DataLook(
                "images", 1000, 5000, 2, 500, 500, shape, shape, shared, 0, 2000, inSource, inTarget, List.of());
    }
}

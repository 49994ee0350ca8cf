package io.github.dann4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.engine.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ImageSetTest {
    private static final List<String> TWO = List.of("cat", "dog");

    @Test
    void imagesOfTheWrongShapeOrType_areRefusedWithWhatTheyAre() {
        Tensor flat = Tensors.ofBytes(new byte[12], 3, 4);
        Tensor fourChannels = Tensors.ofBytes(new byte[16], 1, 2, 2, 4);
        Tensor floats = Tensors.ofFloats(new float[4], 1, 2, 2, 1);
        Tensor turned = Tensors.ofBytes(new byte[12], 1, 3, 2, 2).permute(0, 3, 2, 1);

        assertThatThrownBy(() -> unlabeled(flat)).hasMessageContaining("got Byte [3, 4]");
        assertThatThrownBy(() -> unlabeled(fourChannels)).hasMessageContaining("got Byte [1, 2, 2, 4]");
        assertThatThrownBy(() -> unlabeled(floats)).hasMessageContaining("got Float [1, 2, 2, 1]");
        assertThatThrownBy(() -> unlabeled(turned)).hasMessageContaining("expected contiguous uint8 images");
        assertThatThrownBy(() -> unlabeled(Tensors.ofBytes(new byte[0], 0, 2, 2, 1)))
                .hasMessageContaining("contains no image");
    }

    @Test
    void labelsThatDoNotFit_areRefused() {
        Tensor images = Tensors.ofBytes(new byte[8], 2, 2, 2, 1);

        assertThatThrownBy(() -> ImageSet.labeled("pets", Split.TRAIN, images, new int[] {0}, TWO))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("pets train: 2 images but 1 labels");
        assertThatThrownBy(() -> ImageSet.labeled("pets", Split.TRAIN, images, new int[] {0, 2}, TWO))
                .hasMessageContaining("label 2 of image 1 is outside 0 to 1");
        assertThatThrownBy(() -> ImageSet.labeled("pets", Split.TRAIN, images, new int[] {-1, 0}, TWO))
                .hasMessageContaining("label -1 of image 0 is outside 0 to 1");
    }

    @Test
    void aSetWithoutLabels_saysSo() {
        try (ImageSet set = unlabeled(Tensors.ofBytes(new byte[8], 2, 2, 2, 1))) {
            assertThat(set.isLabeled()).isFalse();
            assertThat(set.classNames()).isEmpty();
            assertThatThrownBy(set::labels).hasMessageContaining("pets test has no labels");
            assertThatThrownBy(set::requireEveryClass).isInstanceOf(DataException.class);
        }
    }

    @Test
    void theSum_dependsOnPixelsShapeAndLabels_notOnName() {
        byte[] other = new byte[8];
        other[5] = 1;
        String sum = sum("pets", new byte[8], 2, 2, 1, 0, 1);

        assertThat(sum("other", new byte[8], 2, 2, 1, 0, 1)).isEqualTo(sum);
        assertThat(sum("pets", other, 2, 2, 1, 0, 1)).isNotEqualTo(sum);
        assertThat(sum("pets", new byte[8], 2, 2, 1, 1, 0)).isNotEqualTo(sum);
        assertThat(sum("pets", new byte[8], 4, 1, 1, 0, 1)).isNotEqualTo(sum);
    }

    private static String sum(String name, byte[] pixels, int height, int width, int channels, int... labels) {
        try (ImageSet set = ImageSet.labeled(
                name, Split.TRAIN, Tensors.ofBytes(pixels, labels.length, height, width, channels), labels, TWO)) {
            return set.sha256();
        }
    }

    private static ImageSet unlabeled(Tensor images) {
        return ImageSet.unlabeled("pets", Split.TEST, images);
    }
}

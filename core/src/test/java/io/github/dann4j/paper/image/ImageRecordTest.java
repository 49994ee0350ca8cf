package io.github.dann4j.paper.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Precision;
import io.github.dann4j.paper.image.ImageTraining.Aligned;
import io.github.dann4j.paper.image.ImageTraining.Svm;
import io.github.dann4j.shallow.ProxyDistance;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImageRecordTest {
    private static ImageTraining training(String method, long seed, double accuracy, double svm, double aligned) {
        return training(method, seed, accuracy, svm, aligned, null);
    }

    private static ImageTraining training(
            String method, long seed, double accuracy, double svm, double aligned, @Nullable Double distance) {
        return new ImageTraining(
                ImagePair.SVHN_MNIST,
                method,
                seed,
                "",
                10,
                Precision.FP32,
                1,
                100,
                100,
                accuracy,
                0.9,
                null,
                svm < 0 ? null : new Svm(svm, 1),
                aligned < 0 ? null : new Aligned(aligned, 1, 20),
                distance == null ? null : new ProxyDistance(distance, (2 - distance) / 4, 1),
                1);
    }

    @Test
    void rows_haveMeansDeviationsAndGaps() {
        ImageSettings settings =
                new ImageSettings(List.of(ImagePair.SVHN_MNIST), List.of(0L, 1L), 10, Precision.FP32, 1);
        ImageRecord table = ImageRecord.of(
                settings,
                List.of(
                        training("source-only", 0, 0.50, 0.51, 0.60),
                        training("dann", 0, 0.70, 0.72, -1),
                        training("target-only", 0, 0.98, -1, -1),
                        training("source-only", 1, 0.60, 0.61, 0.64),
                        training("dann", 1, 0.74, 0.74, -1),
                        training("target-only", 1, 1.00, -1, -1)));

        ImageRecord.Row dann = table.row(ImagePair.SVHN_MNIST, ImageMethod.DANN);
        assertThat(dann.accuracy()).isEqualTo(0.72, within(1e-12));
        assertThat(dann.sd()).isEqualTo(0.02 * Math.sqrt(2), within(1e-12));
        assertThat(dann.bySeed()).containsExactly(0.70, 0.74);
        assertThat(dann.svm()).isEqualTo(0.73, within(1e-12));
        assertThat(dann.published()).isEqualTo(73.85);
        assertThat(dann.gapCovered()).isEqualTo((0.72 - 0.55) / (0.99 - 0.55), within(1e-12));
        // (73.85 − 54.90) / (99.42 − 54.90): the paper prints 42.6 %.
        assertThat(dann.publishedGap()).isEqualTo(0.426, within(5e-4));
        ImageRecord.Row aligned = table.row(ImagePair.SVHN_MNIST, ImageMethod.SUBSPACE_ALIGNMENT);
        assertThat(aligned.accuracy()).isEqualTo(0.62, within(1e-12));
        assertThat(table.row(ImagePair.SVHN_MNIST, ImageMethod.TRAIN_ON_TARGET).svm())
                .isNull();
    }

    @Test
    void distance_isTheMeanOfAllSeedsOrMissing() {
        ImageSettings settings =
                new ImageSettings(List.of(ImagePair.SVHN_MNIST), List.of(0L, 1L), 10, Precision.FP32, 1);
        ImageRecord table = ImageRecord.of(
                settings,
                List.of(
                        training("source-only", 0, 0.50, 0.51, 0.60, 1.9),
                        training("dann", 0, 0.70, 0.72, -1, 0.5),
                        training("target-only", 0, 0.98, -1, -1),
                        training("source-only", 1, 0.60, 0.61, 0.64, null), // a file of an earlier version
                        training("dann", 1, 0.74, 0.74, -1, 0.7),
                        training("target-only", 1, 1.00, -1, -1)));

        assertThat(table.row(ImagePair.SVHN_MNIST, ImageMethod.DANN).distance()).isEqualTo(0.6, within(1e-12));
        assertThat(table.row(ImagePair.SVHN_MNIST, ImageMethod.SOURCE_ONLY).distance())
                .isNull();
        assertThat(table.row(ImagePair.SVHN_MNIST, ImageMethod.SUBSPACE_ALIGNMENT)
                        .distance())
                .isNull();
        assertThat(table.row(ImagePair.SVHN_MNIST, ImageMethod.TRAIN_ON_TARGET).distance())
                .isNull();
    }
}

package io.github.dann4j.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.prepare.ImageInput;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Networks;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PredictorTest {
    private static final int SIDE = 32;
    private static final NetworkSpec NET = Networks.bottleneck(10, SIDE);

    private Predictor predictor;

    @BeforeEach
    void open() {
        predictor = predictor(Scaling.LIFTED, List.of(new ImageSize(28, 28), new ImageSize(SIDE, SIDE)));
    }

    @AfterEach
    void close() {
        predictor.close();
    }

    /** Random weights, and running statistics that differ between the domains. */
    private static Predictor predictor(Scaling scaling, List<ImageSize> images) {
        Network network = new Network(NET, 5);
        Random random = new Random(3);
        try (PointerScope scope = new PointerScope()) {
            network.state().forEach((name, tensor) -> {
                if (name.contains("running_")) {
                    float[] values = new float[(int) tensor.numel()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (name.contains("var") ? 0.5f : -0.1f) + random.nextFloat() / 4;
                    }
                    tensor.copy_(Tensors.ofFloats(values, values.length));
                }
            });
        }
        try (ImageSet set = noise(20, SIDE, 3)) {
            ModelCard card = new ModelCard(
                    "dann",
                    "mnist",
                    "mnist-m",
                    0,
                    IntStream.range(0, 10).mapToObj(i -> "class " + i).toList(),
                    NET,
                    new ImagePreprocessing(SIDE, 3, Resize.PAD_IF_CLOSE, scaling),
                    Normalisation.fit(scaling, 3, set, set),
                    Domain.TARGET,
                    images);
            return new Predictor(new SavedModel(network, card), Domain.TARGET, Precision.FP32);
        }
    }

    private static ImageSet noise(int count, int side, int channels) {
        byte[] bytes = new byte[count * side * side * channels];
        new Random(side + channels).nextBytes(bytes);
        try (PointerScope scope = new PointerScope()) {
            return ImageSet.labeled(
                    "noise",
                    Split.TEST,
                    Tensors.ofBytes(bytes, count, side, side, channels),
                    IntStream.range(0, count).map(i -> i % 10).toArray(),
                    IntStream.range(0, 10).mapToObj(i -> "class " + i).toList());
        }
    }

    /** Returns the images of a dataset as a camera or a file would provide them. */
    private static List<BufferedImage> images(ImageSet set) {
        byte[] bytes = Tensors.bytes(set.images());
        int side = set.width();
        int channels = set.channels();
        List<BufferedImage> images = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            BufferedImage image = new BufferedImage(
                    side, side, channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    for (int c = 0; c < channels; c++) {
                        image.getRaster().setSample(x, y, c, bytes[((i * side + y) * side + x) * channels + c] & 0xff);
                    }
                }
            }
            images.add(image);
        }
        return images;
    }

    @ParameterizedTest
    @EnumSource(
            value = Scaling.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AS_IS", "BACKBONE"})
    void images_arePreparedAsThoseOfTheSetThatTheyComeFrom(Scaling scaling) {
        try (Predictor one = predictor(scaling, List.of(new ImageSize(28, 28), new ImageSize(SIDE, SIDE)));
                ImageSet grey = noise(12, 28, 1);
                ImageSet colour = noise(12, SIDE, 3)) {
            for (ImageSet set : List.of(grey, colour)) {
                List<Prediction> ofSet = one.predict(set);
                List<Prediction> ofImages =
                        one.predict(images(set).stream().map(DecodedImage::of).toList());
                for (int i = 0; i < set.size(); i++) {
                    assertThat(ofImages.get(i).probabilities())
                            .isEqualTo(ofSet.get(i).probabilities());
                }
            }
        }
    }

    /** Returns the classes that an evaluation of the same model counts. */
    @Test
    void classes_areThoseOfTheEvaluator() {
        try (ImageSet set = noise(150, SIDE, 3);
                LabeledExamples images =
                        new LabeledExamples(set, predictor.card().normalisation())) {
            int[][] confusion = new Evaluator(predictor.model().network(), Precision.FP32)
                    .evaluate(images, Domain.TARGET)
                    .confusion();
            int[][] own = new int[10][10];
            List<Prediction> predictions = predictor.predict(set);
            for (int i = 0; i < predictions.size(); i++) {
                own[i % 10][predictions.get(i).best().label()]++;
            }
            assertThat(own).isDeepEqualTo(confusion);
        }
    }

    @Test
    void probabilities_sumToOne_andTopIsSorted() {
        try (ImageSet set = noise(5, SIDE, 3)) {
            for (Prediction prediction : predictor.predict(set)) {
                double sum = 0;
                for (float p : prediction.probabilities()) {
                    assertThat(p).isBetween(0f, 1f);
                    sum += p;
                }
                assertThat(sum).isCloseTo(1, within(1e-5));
                assertThat(prediction.top(4))
                        .hasSize(4)
                        .isSortedAccordingTo((a, b) -> Float.compare(b.probability(), a.probability()));
                assertThat(prediction.top(99)).hasSize(10);
                assertThat(prediction.best().name())
                        .isEqualTo("class " + prediction.best().label());
            }
        }
    }

    @Test
    void statistics_areThoseOfTheDomain() {
        SavedModel source = new SavedModel(predictor.model().network(), predictor.card());
        Predictor other = new Predictor(source, Domain.SOURCE, Precision.FP32); // its network is the one closed below
        try (ImageSet set = noise(3, SIDE, 3)) {
            assertThat(other.statistics()).isEqualTo(Domain.SOURCE);
            assertThat(other.predict(set).get(0).probabilities())
                    .isNotEqualTo(predictor.predict(set).get(0).probabilities());
        }
    }

    /** A photo is first resized to the size of the training images, as a folder of photos is when it is opened. */
    @Test
    void imageOfAnotherSize_isStretchedAsThoseOfAFolderAre() {
        BufferedImage photo;
        try (ImageSet set = noise(1, 100, 3)) {
            photo = images(set).get(0);
        }
        ImageInput small = new ImageInput(
                new ImagePreprocessing(SIDE, 3, Resize.PAD_IF_CLOSE, Scaling.LIFTED), List.of(new ImageSize(28, 28)));
        byte[] pixels = small.pixels(DecodedImage.of(photo));

        assertThat(pixels).hasSize(SIDE * SIDE * 3);
        assertThat(pixels[0]).as("the frame that padding leaves").isZero();
        assertThat(pixels[(SIDE + 3) * 3]).isZero();
        assertThat(pixels[(16 * SIDE + 16) * 3]).as("the middle").isNotZero();
        assertThat(predictor.predict(photo).probabilities()).hasSize(10);
    }

    @Test
    void greyNetwork_takesColourImages_byTheirBrightness() {
        ImageInput grey =
                new ImageInput(new ImagePreprocessing(8, 1, Resize.BILINEAR, Scaling.PLUS_MINUS_ONE), List.of());
        BufferedImage red = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        BufferedImage plain = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64; i++) {
            red.setRGB(i % 8, i / 8, 0xff0000);
            plain.setRGB(i % 8, i / 8, 0xc8c8c8);
        }

        assertThat(grey.pixels(DecodedImage.of(red))).hasSize(64).containsOnly(76);
        assertThat(grey.pixels(DecodedImage.of(plain))).containsOnly((byte) 0xc8);
    }

    @Test
    void manyThreads_getWhatOneGets() throws Exception {
        try (ImageSet set = noise(40, SIDE, 3)) {
            List<BufferedImage> images = images(set);
            List<float[]> alone = images.stream()
                    .map(one -> predictor.predict(one).probabilities())
                    .toList();
            ExecutorService threads = Executors.newFixedThreadPool(6);
            try {
                List<Callable<Boolean>> work = new ArrayList<>();
                for (int t = 0; t < 12; t++) {
                    work.add(() -> IntStream.range(0, images.size())
                            .allMatch(
                                    i -> close(predictor.predict(images.get(i)).probabilities(), alone.get(i))));
                }
                for (Future<Boolean> done : threads.invokeAll(work)) {
                    assertThat(done.get()).isTrue();
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static boolean close(float[] a, float[] b) {
        return IntStream.range(0, a.length).allMatch(i -> Math.abs(a[i] - b[i]) < 1e-5);
    }

    @Test
    void closedPredictor_saysSo() {
        predictor.close();
        try (ImageSet set = noise(1, SIDE, 3)) {
            assertThatThrownBy(() -> predictor.predict(set))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    /** Finite weights may be so large that the outputs are not finite; then there is no class. */
    @Test
    void predictionThatIsNotFinite_hasNoClass_andSpoilsNoOther() {
        try (PointerScope scope = new PointerScope()) {
            predictor.model().network().state().forEach((name, tensor) -> {
                if (name.startsWith("labels.") && name.endsWith("weight") && tensor.dim() == 2) {
                    tensor.detach().fill_(new org.bytedeco.pytorch.Scalar(3e38));
                }
            });
        }
        Prediction prediction = predictor.predict(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB));
        assertThat(prediction.isFinite()).isFalse();
        assertThatThrownBy(prediction::best)
                .isInstanceOf(io.github.dann4j.model.ModelException.class)
                .hasMessageContaining("no finite probabilities");
    }
}

package io.github.dann4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.OneDnnLayout;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Convolution;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.GroupedConvolution;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.Layer.Residual;
import io.github.dann4j.model.NetworkSpec.Statistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions in oneDNN's memory format give the same results as in the usual order, forward and backward. */
class OneDnnLayoutTest {
    private static final long[] IMAGE = {3, 11, 13};
    private static final Pass TRAIN = Pass.train(Domain.SOURCE);

    @BeforeEach
    void needsOneDnn() {
        assumeThat(OneDnnLayout.isAvailable()).as("this libtorch has oneDNN").isTrue();
    }

    /** Stacks with channels that fill blocks of 16, and others, which are computed in the usual order. */
    static Stream<List<Layer>> stacks() {
        return Stream.concat(stacks(16, 32, 48), stacks(5, 20, 33));
    }

    private static Stream<List<Layer>> stacks(int few, int some, int more) {
        return Stream.of(
                List.of(new Convolution(few, 3, 0), new Relu()),
                List.of(new Convolution(few, 5, 2), new MaxPool(2, 2), new Relu(), new Flatten()),
                List.of(
                        new Convolution(some, 3, 0),
                        new MaxPool(3, 2),
                        new Relu(),
                        new Convolution(more, 3, 1),
                        new Relu()),
                List.of(new Convolution(some, 3, 1), new Convolution(few, 1, 0)),
                List.of(new Convolution(some, 3, 1, 2), new Relu(), new Convolution(few, 1, 0, 3), new Relu()),
                List.of(new Convolution(some, 5, 2, 2), new Relu(), new Convolution(more, 4, 0, 2), new Relu()),
                List.of(
                        new Convolution(few, 3, 1),
                        new Relu(),
                        new Residual(
                                List.of(new Convolution(some, 3, 1, 2), new Relu(), new Convolution(more, 3, 1)),
                                List.of(new Convolution(more, 1, 0, 2))),
                        new Relu()),
                List.of(new Convolution(few, 3, 1), new MaxPool(3, 2, true)),
                List.of(new Convolution(few, 3, 1), new MaxPool(2, 3, true)),
                List.of(new Convolution(few, 3, 1), new MaxPool(1, 5, true)),
                List.of(new Relu(), new MaxPool(2, 1), new Convolution(few, 3, 1), new Relu(), new Relu()),
                List.of(
                        new Convolution(few, 3, 0),
                        new Relu(),
                        new BatchNorm(),
                        new Convolution(some, 3, 0),
                        new MaxPool(2, 2),
                        new Flatten()));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void outputsAndGradients_areThoseOfTheUsualOrder(List<Layer> layers) {
        assertSame(layers, random(6), Precision.FP32, 1e-4);
    }

    /**
     * oneDNN computes the usual order too, and its code for channels that are not multiples of 8 or 16 differs by
     * processor.
     */
    @ParameterizedTest
    @CsvSource({
        "20, 33, 3, 0, 4, 1",
        "20, 33, 3, 1, 4, 1",
        "33, 20, 3, 1, 4, 1",
        "50, 50, 5, 0, 9, 1",
        "64, 50, 5, 0, 14, 1",
        "7, 9, 1, 0, 3, 1",
        "15, 17, 3, 1, 5, 1",
        "24, 40, 3, 0, 6, 1",
        "5, 33, 1, 0, 11, 2",
        "5, 20, 3, 1, 11, 2",
        "20, 33, 3, 1, 11, 2",
        "20, 33, 1, 0, 11, 2",
        "16, 33, 1, 0, 11, 2",
        "16, 32, 1, 0, 11, 2",
        "16, 32, 3, 1, 11, 2",
        "32, 64, 3, 1, 8, 2",
        "3, 32, 3, 1, 11, 2",
        "3, 20, 5, 2, 11, 2",
        "24, 40, 1, 0, 11, 3",
        "7, 9, 1, 2, 11, 2",
        "48, 32, 2, 0, 9, 2",
        "1, 20, 3, 1, 9, 1",
        "1, 33, 2, 0, 9, 2",
        "20, 1, 3, 1, 9, 2",
        "1, 1, 1, 0, 9, 2",
        "16, 40, 2, 0, 3, 1",
        "16, 48, 4, 0, 7, 2",
        "16, 56, 3, 1, 3, 1",
        "16, 64, 3, 1, 2, 1",
        "16, 72, 3, 1, 3, 1",
        "16, 80, 3, 1, 2, 1",
        "16, 96, 3, 1, 2, 1",
        "16, 96, 3, 1, 3, 1",
        "16, 144, 3, 1, 2, 1",
        "16, 160, 3, 1, 3, 1"
    })
    void aConvolutionOfAnyChannels_isWhatLibtorchComputesWithoutOneDnn(
            int channels, int outputs, int kernel, int padding, int side, int stride) {
        Tensor images = random(6, new long[] {channels, side, side});
        assertSame(List.of(new Convolution(outputs, kernel, padding, stride)), images, Precision.FP32, 1e-5);
    }

    /** Depthwise convolutions as in MobileNetV2, and larger groups; on small and narrow images too. */
    @ParameterizedTest
    @CsvSource({
        "32, 32, 3, 1, 11, 1, 32",
        "24, 24, 3, 1, 11, 2, 24",
        "96, 96, 3, 0, 9, 2, 96",
        "144, 144, 3, 1, 3, 1, 144",
        "160, 160, 3, 1, 2, 1, 160",
        "40, 40, 3, 1, 5, 2, 40",
        "960, 960, 3, 1, 7, 1, 960",
        "16, 32, 3, 1, 7, 1, 4",
        "64, 64, 3, 1, 7, 2, 32",
        "20, 40, 1, 0, 7, 1, 2",
        "20, 40, 1, 0, 7, 2, 2",
        "6, 3, 5, 2, 7, 1, 3",
        "48, 96, 3, 1, 3, 1, 3"
    })
    void aGroupedConvolution_isWhatLibtorchComputesWithoutOneDnn(
            int channels, int outputs, int kernel, int padding, int side, int stride, int groups) {
        Tensor images = random(6, new long[] {channels, side, side});
        assertSame(
                List.of(new GroupedConvolution(outputs, kernel, padding, stride, groups)),
                images,
                Precision.FP32,
                1e-5);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void networksOfThePaper_learnTheSame(Precision precision) {
        for (NetworkSpec spec : List.of(Networks.mnist(10), Networks.svhn(10), Networks.gtsrb(43))) {
            long[] image = {
                spec.images().channels(), spec.images().size(), spec.images().size()
            };
            assertSame(spec.features(), random(4, image), precision, precision == Precision.FP32 ? 1e-5 : 0.05);
        }
    }

    @Test
    void amongEqualValues_theGradientGoesToTheSameOne() {
        try (PointerScope scope = new PointerScope()) {
            Tensor grey = Tensors.ofFloats(new float[2 * 3 * 11 * 13], 2, 3, 11, 13);
            assertSame(List.of(new Convolution(16, 1, 0), new MaxPool(2, 2)), grey, Precision.FP32, 1e-6);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void parametersThatAreNoNumbers_giveOutputsThatAreNone(Precision precision) {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (String parameter : List.of("b.0.bias", "b.2.weight", "b.3.weight", "b.3.bias")) {
                assertNoNumbers(parameter, value, precision);
            }
        }
    }

    private static void assertNoNumbers(String parameter, float value, Precision precision) {
        List<Layer> layers =
                List.of(new Convolution(16, 3, 0), new Relu(), new BatchNorm(), new Convolution(16, 3, 0), new Relu());
        try (PointerScope scope = new PointerScope();
                Block block = block(layers, IMAGE, Layout.CHANNELS_LAST);
                Autocast autocast = Autocast.of(precision)) {
            try (AutoGradMode noGradients = new AutoGradMode(false)) {
                block.parameters().get(parameter).narrow(0, 0, 1).fill_(new Scalar(value));
            }
            assertThat(Tensors.floats(block.forward(random(2), TRAIN)))
                    .as(parameter)
                    .containsOnly(Float.NaN);
        }
    }

    @Test
    void theSameStepTwice_givesTheSameBits() {
        List<Layer> features = Networks.mnist(10).features();
        long[] image = {3, 28, 28};
        try (PointerScope scope = new PointerScope()) {
            Tensor images = random(64, image);
            assertThat(step(features, images, Layout.CHANNELS_LAST, Precision.BF16))
                    .usingRecursiveComparison()
                    .isEqualTo(step(features, images, Layout.CHANNELS_LAST, Precision.BF16));
        }
    }

    private static void assertSame(List<Layer> layers, Tensor images, Precision precision, double tolerance) {
        Map<String, float[]> usual = withoutOneDnn(() -> step(layers, images, Layout.CONTIGUOUS, precision));
        Map<String, float[]> blocked = step(layers, images, Layout.CHANNELS_LAST, precision);
        assertThat(blocked.keySet()).isEqualTo(usual.keySet());
        usual.forEach((name, expected) -> assertThat(distance(blocked.get(name), expected))
                .as("%s of %s", name, layers)
                .isLessThanOrEqualTo(tolerance));
    }

    /** Computes with libtorch's own convolutions, because those of oneDNN are under test in every order. */
    private static <T> T withoutOneDnn(Supplier<T> computed) {
        Context context = torch.globalContext();
        context.setUserEnabledMkldnn(false);
        try {
            return computed.get();
        } finally {
            context.setUserEnabledMkldnn(true);
        }
    }

    /** ‖a − b‖ / ‖b‖. */
    private static double distance(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            difference += Math.pow(a[i] - b[i], 2);
            norm += Math.pow(b[i], 2);
        }
        return Math.sqrt(difference / Math.max(norm, 1e-12));
    }

    /** Returns the output, and the gradient of ½‖output‖² with respect to the images and every parameter. */
    private static Map<String, float[]> step(List<Layer> layers, Tensor images, Layout layout, Precision precision) {
        long[] shape = images.sizes().vec().get();
        Map<String, float[]> results = new LinkedHashMap<>();
        try (PointerScope scope = new PointerScope();
                Block block = block(layers, new long[] {shape[1], shape[2], shape[3]}, layout)) {
            Tensor input = images.clone().requires_grad_(true);
            Tensor output;
            try (Autocast autocast = Autocast.of(precision)) {
                output = block.forward(layout.of(input), TRAIN).to(ScalarType.Float);
            }
            results.put("output", Tensors.floats(output));
            output.mul(output).sum().mul(new Scalar(0.5)).backward();
            if (precision == Precision.FP32) {
                // In bfloat16, poolings find other maxima, which single pixels show.
                results.put("input", Tensors.floats(input.grad()));
            }
            block.parameters().forEach((name, value) -> results.put(name, Tensors.floats(value.grad())));
        }
        return results;
    }

    private static Block block(List<Layer> layers, long[] image, Layout layout) {
        return new Block(
                "b",
                layers,
                image,
                Statistics.SHARED,
                NetworkSpec.Initialisation.UNIFORM,
                MaxNorm.NONE,
                1,
                layout,
                Replicas.NONE,
                new StagedBackward());
    }

    private static Tensor random(int count) {
        return random(count, IMAGE);
    }

    private static Tensor random(int count, long[] image) {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[(int) (count * image[0] * image[1] * image[2])];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensors.ofFloats(values, count, image[0], image[1], image[2]);
    }
}

package io.github.dann4j.data.batch;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;

import io.github.dann4j.data.ImageBytes;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.prepare.Contrast;
import io.github.dann4j.data.prepare.InputScale;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Images in memory (uint8) together with their conversion to a network's input. On the
 * processor, the only native copy of the images is that of the {@link ImageSet}, and this is a view of it.
 */
final class Pixels implements Examples {
    /** Number of images converted for viewing at a time. */
    private static final int AT_ONCE = 100;

    private final ImageSet set;
    private final StoredRows stored;
    private final int channels;
    private final Contrast contrast;
    private final InputScale inputScale;
    private final Tensor
            shift; // [h, w, c], on the scale of the stored bytes; a value for each pixel, so that one long loop is
    // enough
    private final Tensor scale; // [h, w, c]

    Pixels(ImageSet set, Normalisation normalisation) {
        this.set = set;
        this.stored = new StoredRows(set.images());
        this.channels = normalisation.mean().size();
        this.contrast = normalisation.contrast();
        this.inputScale = InputScale.of(normalisation);
        float[] mean = new float[set.height() * set.width() * channels];
        float[] factor = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            int c = i % channels;
            mean[i] = (float) (255 * normalisation.mean().get(c));
            factor[i] = (float) (1 / (255 * normalisation.sd().get(c)));
        }
        this.shift = ofEachPixel(mean).retainReference();
        this.scale = ofEachPixel(factor).retainReference();
    }

    private Tensor ofEachPixel(float[] values) {
        return Device.current().place(Tensors.ofFloats(values, set.height(), set.width(), channels));
    }

    @Override
    public int size() {
        return set.size();
    }

    InputScale inputScale() {
        return inputScale;
    }

    /**
     * Returns the images with these indices (int64 {@code [n]}) as input: float32 {@code [n, channels, h, w]}, channels
     * last in memory.
     */
    @Override
    public Tensor batch(Tensor indices) {
        return input(stored.select(indices));
    }

    /** Returns the images {@code from .. to - 1} as input. */
    @Override
    public Tensor range(int from, int to) {
        return input(stored.range(from, to));
    }

    private Tensor input(Tensor bytes) { // uint8 [n, h, w, c]
        Tensor values = bytes.is_cpu() ? shifted(bytes) : bytes.sub(shift); // one operation, which also widens
        values.mul_(scale);
        Tensor normalised = values.permute(0, 3, 1, 2);
        return switch (contrast) {
            case KEPT -> normalised;
            case STANDARDISED -> standardised(normalised);
            case LIFTED -> lifted(normalised);
        };
    }

    private Tensor shifted(Tensor bytes) {
        Tensor values = bytes.to(ScalarType.Float);
        if (set.channels() < channels) {
            values = values.expand(values.size(0), values.size(1), values.size(2), channels)
                    .contiguous();
        }
        return values.sub_(shift);
    }

    /** Implements {@link UnlabeledExamples#images}. */
    ImageBytes images(int[] indices, int mostSide) {
        double shrink = Math.min(1, (double) mostSide / Math.max(set.height(), set.width()));
        int height = (int) Math.max(1, Math.round(shrink * set.height()));
        int width = (int) Math.max(1, Math.round(shrink * set.width()));
        byte[] bytes = new byte[Math.multiplyExact(indices.length, height * width * channels)];
        for (int from = 0; from < indices.length; from += AT_ONCE) {
            long[] some = Arrays.stream(indices, from, Math.min(indices.length, from + AT_ONCE))
                    .asLongStream()
                    .toArray();
            try (PointerScope scope = new PointerScope()) {
                Tensor shown = shown(batch(Tensors.ofLongs(some, some.length)));
                Tensor fitting = shrink < 1 ? adaptive_avg_pool2d(shown, height, width) : shown;
                byte[] part = Tensors.bytes(
                        fitting.clamp(new ScalarOptional(new Scalar(0.0)), new ScalarOptional(new Scalar(255.0)))
                                .round()
                                .to(ScalarType.Byte)
                                .permute(0, 2, 3, 1)
                                .contiguous());
                System.arraycopy(part, 0, bytes, from * height * width * channels, part.length);
            }
        }
        return new ImageBytes(indices.length, height, width, channels, bytes);
    }

    /** Returns inputs {@code [n, c, h, w]} on the scale of bytes. */
    private Tensor shown(Tensor input) {
        if (contrast == Contrast.STANDARDISED) {
            return input.mul(new Scalar(127.5 / 2)).add(new Scalar(127.5));
        }
        Tensor values = input.permute(0, 2, 3, 1).contiguous();
        values.div_(scale).add_(shift);
        return values.permute(0, 3, 1, 2);
    }

    private static Tensor standardised(Tensor images) {
        Tensor centred = images.sub_(mean(images));
        return centred.div_(deviation(centred).clamp_min_(new Scalar(Contrast.FLAT)));
    }

    private static Tensor lifted(Tensor images) {
        Tensor mean = mean(images);
        Tensor centred = images.sub_(mean);
        Tensor gain = deviation(centred)
                .clamp_(
                        new ScalarOptional(new Scalar(Contrast.LIFTED_TO / Contrast.MOST_LIFT)),
                        new ScalarOptional(new Scalar(Contrast.LIFTED_TO)))
                .reciprocal_()
                .mul_(new Scalar(Contrast.LIFTED_TO));
        return centred.mul_(gain).add_(mean);
    }

    /** Returns the mean of each image over all pixels and channels: {@code [n, 1, 1, 1]}. */
    private static Tensor mean(Tensor images) {
        return images.mean(new long[] {1, 2, 3}, true, new ScalarTypeOptional());
    }

    private static Tensor deviation(Tensor centred) {
        return mean(centred.mul(centred)).sqrt_();
    }

    @Override
    public void close() {
        stored.close();
        shift.releaseReference();
        scale.releaseReference();
    }
}

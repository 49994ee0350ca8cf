package io.github.dann4j.data;

import static org.bytedeco.pytorch.global.torch.index_select;

import io.github.dann4j.engine.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Pictures as they lie in memory (uint8) and the way from there to a network's input. The one native copy of a set is the
 * {@link ImageSet}'s; this is a view on it.
 */
final class Pixels implements AutoCloseable {
    /** Standard deviation, on the scale ±1, below which a picture counts as one colour with noise. */
    private static final double FLAT = 0.02;

    /** Standard deviation, on the scale ±1, up to which pictures of low contrast are stretched: a little below MNIST's. */
    private static final double LIFTED_TO = 0.5;

    private static final double MOST_LIFT = 4;

    private final ImageSet set;
    private final int channels;
    private final Contrast contrast;
    private final Tensor
            shift; // [h·w·c], on the scale of the stored bytes; a value for each pixel, so that one long loop does
    private final Tensor scale; // [h·w·c]

    Pixels(ImageSet set, Normalisation normalisation) {
        this.set = set;
        this.channels = normalisation.mean().size();
        this.contrast = normalisation.contrast();
        float[] mean = new float[set.height() * set.width() * channels];
        float[] factor = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            int c = i % channels;
            mean[i] = (float) (255 * normalisation.mean().get(c));
            factor[i] = (float) (1 / (255 * normalisation.sd().get(c)));
        }
        this.shift = Tensors.ofFloats(mean, mean.length).retainReference();
        this.scale = Tensors.ofFloats(factor, mean.length).retainReference();
    }

    int size() {
        return set.size();
    }

    /** The pictures with these indices (int64 {@code [n]}) as input: float32 {@code [n, channels, h, w]}, channels last in memory. */
    Tensor batch(Tensor indices) {
        return input(index_select(set.images(), 0, indices));
    }

    /** The pictures {@code from .. to - 1} as input. */
    Tensor range(int from, int to) {
        return input(set.images()
                .slice(0, new org.bytedeco.pytorch.LongOptional(from), new org.bytedeco.pytorch.LongOptional(to), 1));
    }

    private Tensor input(Tensor bytes) { // uint8 [n, h, w, c]
        Tensor values = bytes.to(ScalarType.Float);
        if (set.channels() < channels) {
            values = values.expand(values.size(0), values.size(1), values.size(2), channels)
                    .contiguous();
        }
        values.flatten(1, -1).sub_(shift).mul_(scale);
        Tensor normalised = values.permute(0, 3, 1, 2);
        return switch (contrast) {
            case KEPT -> normalised;
            case STANDARDISED -> standardised(normalised);
            case LIFTED -> lifted(normalised);
        };
    }

    private static Tensor standardised(Tensor images) {
        Tensor centred = images.sub_(mean(images));
        return centred.div_(deviation(centred).clamp_min_(new Scalar(FLAT)));
    }

    private static Tensor lifted(Tensor images) {
        Tensor mean = mean(images);
        Tensor centred = images.sub_(mean);
        Tensor gain = deviation(centred)
                .clamp_(
                        new ScalarOptional(new Scalar(LIFTED_TO / MOST_LIFT)),
                        new ScalarOptional(new Scalar(LIFTED_TO)))
                .reciprocal_()
                .mul_(new Scalar(LIFTED_TO));
        return centred.mul_(gain).add_(mean);
    }

    /** Of each picture, over all pixels and channels: {@code [n, 1, 1, 1]}. */
    private static Tensor mean(Tensor images) {
        return images.mean(new long[] {1, 2, 3}, true, new ScalarTypeOptional());
    }

    private static Tensor deviation(Tensor centred) {
        return mean(centred.mul(centred)).sqrt_();
    }

    @Override
    public void close() {
        shift.releaseReference();
        scale.releaseReference();
    }
}

package io.github.dann4j.data.prepare;

import static org.bytedeco.pytorch.global.torch.cat;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.engine.Tensors;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The affine map from stored values to network input: (x / 255 − mean) / sd per channel for images, (x − mean) / sd per
 * column for features. The result of a {@link Scaling}, stored with a model because the model is useless without it.
 *
 * @param mean one value per channel, on the scale 0 to 1; for features one per column, in the column's unit
 * @param sd as {@code mean}, positive
 * @param contrast what happens afterwards to each single image; {@link Contrast#KEPT} for features
 */
public record Normalisation(List<Double> mean, List<Double> sd, Contrast contrast) {
    public Normalisation {
        mean = List.copyOf(mean);
        sd = List.copyOf(sd);
        if (mean.isEmpty() || mean.size() != sd.size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "mean and sd need one value per channel or column, got %d and %d",
                    mean.size(),
                    sd.size()));
        }
        for (double value : sd) {
            if (!(value > 0)) {
                throw new IllegalArgumentException("sd must be positive, got " + value);
            }
        }
    }

    /** Creates the affine map alone. */
    public Normalisation(List<Double> mean, List<Double> sd) {
        this(mean, sd, Contrast.KEPT);
    }

    /** Returns the normalisation that is part of a transform, whose channels are red, green, blue. */
    public static Normalisation of(ImageTransform transform) {
        return new Normalisation(
                transform.mean().stream().map(mean -> mean / transform.range()).toList(),
                transform.sd().stream().map(sd -> sd / transform.range()).toList());
    }

    /**
     * Returns the normalisation that {@code scaling} gives for this pair of training sets. Labels are never used.
     *
     * @param channels channels of the network's input; for features, the number of columns
     * @throws DataException if the scaling does not apply to this kind of data
     */
    public static Normalisation fit(Scaling scaling, int channels, ExampleSet source, ExampleSet target) {
        if (source instanceof FeatureSet ofSource && target instanceof FeatureSet ofTarget) {
            return ColumnMoments.fit(scaling, ofSource, ofTarget);
        } else if (source instanceof ImageSet ofSource && target instanceof ImageSet ofTarget) {
            return fit(scaling, channels, ofSource, ofTarget);
        }
        throw new DataException("%s contains %s and %s %s; both domains need the same kind"
                .formatted(source.name(), source.things(), target.name(), target.things()));
    }

    private static Normalisation fit(Scaling scaling, int channels, ImageSet source, ImageSet target) {
        scaling.requireFor(source);
        if (scaling == Scaling.BACKBONE) {
            throw new DataException(
                    "scaling BACKBONE needs a backbone that is trained as a whole; give --backbone and --tune all, or another scaling");
        }
        double[] mean = new double[channels];
        double[] sd = new double[channels];
        boolean subtractsMean = switch (scaling) {
            case MEAN_SUBTRACTION, DOUBLED_MEAN_SUBTRACTION, MEAN_SD -> true;
            case PLUS_MINUS_ONE, EACH_IMAGE, LIFTED, AS_IS, BACKBONE -> false;
        };
        java.util.Arrays.fill(mean, 0.5);
        java.util.Arrays.fill(sd, scaling == Scaling.MEAN_SUBTRACTION ? 1 : 0.5);
        if (subtractsMean) {
            double[][] first = moments(source, channels);
            double[][] second = moments(target, channels);
            for (int c = 0; c < channels; c++) {
                mean[c] = (first[0][c] + second[0][c]) / 2;
                if (scaling == Scaling.MEAN_SD) {
                    double square = (first[1][c] + second[1][c]) / 2;
                    sd[c] = Math.max(1e-3, Math.sqrt(square - mean[c] * mean[c]));
                }
            }
        }
        Contrast contrast = switch (scaling) {
            case EACH_IMAGE -> Contrast.STANDARDISED;
            case LIFTED -> Contrast.LIFTED;
            case PLUS_MINUS_ONE, MEAN_SUBTRACTION, DOUBLED_MEAN_SUBTRACTION, MEAN_SD, AS_IS, BACKBONE -> Contrast.KEPT;
        };
        return new Normalisation(boxed(mean), boxed(sd), contrast);
    }

    /** Returns E[x] and E[x²] per channel, x on the scale 0 to 1; grey images count the same for each channel. */
    private static double[][] moments(ImageSet set, int channels) {
        double[][] moments = new double[2][channels];
        int block = 4096;
        for (int from = 0; from < set.size(); from += block) {
            int to = Math.min(set.size(), from + block);
            try (PointerScope scope = new PointerScope()) {
                Tensor part = set.images()
                        .slice(
                                0,
                                new org.bytedeco.pytorch.LongOptional(from),
                                new org.bytedeco.pytorch.LongOptional(to),
                                1)
                        .to(ScalarType.Double)
                        .div(new org.bytedeco.pytorch.Scalar(255.0));
                double[] sums = Tensors.doubles(
                        cat(new TensorVector(part.sum(0, 1, 2), part.mul(part).sum(0, 1, 2)))); // [2c]
                int have = set.channels();
                for (int c = 0; c < channels; c++) {
                    moments[0][c] += sums[Math.min(c, have - 1)];
                    moments[1][c] += sums[have + Math.min(c, have - 1)];
                }
            }
        }
        double count = (double) set.size() * set.height() * set.width();
        for (double[] row : moments) {
            for (int c = 0; c < channels; c++) {
                row[c] /= count;
            }
        }
        return moments;
    }

    private static List<Double> boxed(double[] values) {
        return java.util.Arrays.stream(values).boxed().toList();
    }
}

package io.github.dann4j.data.prepare;

import static org.bytedeco.pytorch.global.torch.maximum;
import static org.bytedeco.pytorch.global.torch.minimum;
import static org.bytedeco.pytorch.global.torch.where;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.batch.View;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * Random changes that make a small image hard to recognise but keep its class, also for digits: nothing is mirrored.
 * First the brightness is changed, then the image is warped, then a square of it is covered with grey. Only for
 * {@link View#STRONG}, never for test images.
 *
 * <p>Intensities refer to the pixels' own range, whatever the normalisation: contrast and inversion are relative to
 * grey, which is the pixel value 127.5, and no input leaves the range from black to white. If the normalisation
 * stretches each image separately, an image may exceed that range; it then stays within its own.
 *
 * @param affine each of the four numbers of the identity map is moved by a normal draw of this standard deviation:
 *     zoom, rotation, shear; in [0, 0.5]
 * @param shift share of the side, uniform in ± this along each axis; in [0, 0.5]
 * @param contrast the difference from grey is multiplied by a factor log-uniform in [1/contrast, contrast]; at least 1,
 *     and 1 means none
 * @param brightness share of the range from black to white that is added, uniform in ± this; in [0, 1]
 * @param inversion probability that bright and dark are swapped; in [0, 1]
 * @param cutout side of a grey square, as a share of the image's side, in whole pixels; its position inside the image
 *     is random; in [0, 0.5]
 */
@PublicApi
public record StrongAugmentation(
        double affine, double shift, double contrast, double brightness, double inversion, double cutout) {
    /**
     * For images of 28 to 40 pixels: a cutout of 8×8 out of 32×32, and no inversion, which would change the class of
     * road signs.
     */
    public static final StrongAugmentation DEFAULT = new StrongAugmentation(0.2, 0.1, 2, 0.2, 0, 0.25);

    public StrongAugmentation {
        require("affine", affine, 0, 0.5);
        require("shift", shift, 0, 0.5);
        require("contrast", contrast, 1, 4);
        require("brightness", brightness, 0, 1);
        require("inversion", inversion, 0, 1);
        require("cutout", cutout, 0, 0.5);
    }

    private static void require(String name, double value, double min, double max) {
        Augmentation.require("strong augmentation", name, value, min, max);
    }

    /** The draws for each image of a batch: one value per image, or six of them in {@code maps}. */
    private record Draws(float[] gains, float[] offsets, float[] maps, float[] tops, float[] lefts) {
        Draws(int batch) {
            this(new float[batch], new float[batch], new float[6 * batch], new float[batch], new float[batch]);
        }

        Draws part(int from, int to) {
            return new Draws(
                    Arrays.copyOfRange(gains, from, to),
                    Arrays.copyOfRange(offsets, from, to),
                    Arrays.copyOfRange(maps, 6 * from, 6 * to),
                    Arrays.copyOfRange(tops, from, to),
                    Arrays.copyOfRange(lefts, from, to));
        }
    }

    /**
     * Makes all draws for every image, no matter which changes are enabled, so that changing one setting does not alter
     * the draws of the others.
     */
    private Draws draw(SplittableRandom random, int batch) {
        Draws draws = new Draws(batch);
        for (int i = 0; i < batch; i++) {
            double gain = Math.pow(contrast, uniform(random));
            draws.gains[i] = (float) (random.nextDouble() < inversion ? -gain : gain);
            draws.offsets[i] = (float) (brightness * uniform(random));
            draws.maps[6 * i + 2] = (float) (2 * shift * uniform(random));
            draws.maps[6 * i + 5] = (float) (2 * shift * uniform(random));
            draws.tops[i] = (float) random.nextDouble();
            draws.lefts[i] = (float) random.nextDouble();
            draws.maps[6 * i] = (float) (1 + affine * random.nextGaussian());
            draws.maps[6 * i + 1] = (float) (affine * random.nextGaussian());
            draws.maps[6 * i + 3] = (float) (affine * random.nextGaussian());
            draws.maps[6 * i + 4] = (float) (1 + affine * random.nextGaussian());
        }
        return draws;
    }

    /** Returns a number in [−1, 1). */
    private static double uniform(SplittableRandom random) {
        return 2 * random.nextDouble() - 1;
    }

    /**
     * Changes each image by its own draw: float32 {@code [n, c, h, w]}, normalised, to the same shape, channels last.
     *
     * @param scale of the inputs
     * @param share the part of the batch that the images are; they change exactly as they would in the whole batch
     * @param batch number of images in the whole batch
     */
    public Tensor apply(Tensor images, InputScale scale, long seed, Shard share, int batch) {
        int from = share.from(batch);
        Draws draws = draw(new SplittableRandom(seed), batch).part(from, from + Math.toIntExact(images.size(0)));
        Tensor grey = Tensors.beside(images, Tensors.ofFloats(scale.grey(), 1, scale.channels(), 1, 1));
        Tensor changed = images;
        if (contrast > 1 || brightness > 0 || inversion > 0) {
            changed = shaded(
                    changed,
                    grey,
                    Tensors.beside(images, Tensors.ofFloats(scale.range(), 1, scale.channels(), 1, 1)),
                    draws);
        }
        if (affine > 0 || shift > 0) {
            changed = Augmentation.moved(changed, draws.maps);
        }
        if (cutout > 0) {
            changed = covered(changed, grey, draws);
        }
        return changed.contiguous(MemoryFormat.ChannelsLast);
    }

    private static Tensor shaded(Tensor images, Tensor grey, Tensor range, Draws draws) {
        int n = draws.gains.length;
        Tensor fromGrey = images.sub(grey);
        Tensor own = fromGrey.abs().amax(new long[] {2, 3}, true); // [n, c, 1, 1]
        Tensor most = maximum(range.mul(new Scalar(0.5)), own);
        Tensor changed = fromGrey.mul(Tensors.beside(images, Tensors.ofFloats(draws.gains, n, 1, 1, 1)))
                .add(Tensors.beside(images, Tensors.ofFloats(draws.offsets, n, 1, 1, 1))
                        .mul(range));
        return minimum(maximum(changed, most.neg()), most).add(grey);
    }

    private Tensor covered(Tensor images, Tensor grey, Draws draws) {
        Tensor rows = span(images, 2, draws.tops).unsqueeze(3); // [n, 1, h, 1]
        Tensor columns = span(images, 3, draws.lefts).unsqueeze(2); // [n, 1, 1, w]
        return where(rows.logical_and(columns), grey, images);
    }

    /** Returns which positions along a dimension are covered: bool {@code [n, 1, side]}. */
    private Tensor span(Tensor images, int dimension, float[] places) {
        long side = images.size(dimension);
        int length = (int) Math.round(cutout * side);
        float[] begins = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            begins[i] = (float) Math.floor(places[i] * (side - length + 1));
        }
        float[] all = new float[(int) side];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        Tensor begin = Tensors.beside(images, Tensors.ofFloats(begins, places.length, 1, 1));
        Tensor place = Tensors.beside(images, Tensors.ofFloats(all, 1, 1, side));
        return place.ge(begin).logical_and(place.lt(begin.add(new Scalar(length))));
    }
}

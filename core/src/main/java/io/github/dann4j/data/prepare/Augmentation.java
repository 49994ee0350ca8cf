package io.github.dann4j.data.prepare;

import static org.bytedeco.pytorch.global.torch.affine_grid_generator;
import static org.bytedeco.pytorch.global.torch.grid_sampler;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * Random changes of training images that keep their class. Both domains use the same distribution; test images are
 * never changed. What one domain varies in anyway (the position of the digit, its size, whether the paper or the ink is
 * darker) then gives the domain classifier no cue, and the label predictor has seen it.
 *
 * @param zoom each axis is stretched by a factor log-uniform in [1/zoom, zoom]; at least 1, and 1 means none
 * @param rotation degrees, uniform in ± this; in [0, 180]
 * @param shift share of the side, uniform in ± this along each axis; in [0, 0.5]
 * @param contrast inputs are multiplied by a factor log-uniform in [1/contrast, contrast]; at least 1, and 1 means none
 * @param inversion probability that the sign of the inputs is changed, which swaps bright and dark; in [0, 1]
 */
@PublicApi
public record Augmentation(double zoom, double rotation, double shift, double contrast, double inversion) {
    /** Leaves images unchanged. */
    public static final Augmentation NONE = new Augmentation(1, 0, 0, 1, 0);

    private static final int BILINEAR = 0;
    private static final int BORDER = 1; // repeats the edge pixels: a black frame would reveal the domain

    public Augmentation {
        require("augmentation", "zoom", zoom, 1, 4);
        require("augmentation", "rotation", rotation, 0, 180);
        require("augmentation", "shift", shift, 0, 0.5);
        require("augmentation", "contrast", contrast, 1, 4);
        require("augmentation", "inversion", inversion, 0, 1);
    }

    static void require(String what, String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "%s: %s must be %s to %s, got %s".formatted(what, name, min, max, value));
        }
    }

    private boolean moves() {
        return zoom > 1 || rotation > 0 || shift > 0;
    }

    private boolean shades() {
        return contrast > 1 || inversion > 0;
    }

    /**
     * Changes each image by its own draw: float32 {@code [n, c, h, w]}, normalised, to the same shape, channels last.
     * Examples that are not images, {@code [n, f]}, stay as they are.
     *
     * @param share the part of the batch that the images are; they change exactly as they would in the whole batch
     * @param batch number of images in the whole batch
     */
    public Tensor apply(Tensor images, long seed, Shard share, int batch) {
        if (images.dim() != 4) {
            return images;
        }
        Tensor changed = images;
        SplittableRandom random = new SplittableRandom(seed);
        int n = Math.toIntExact(images.size(0));
        int first = share.from(batch);
        if (moves()) {
            float[] maps = new float[batch * 6];
            for (int i = 0; i < batch; i++) {
                draw(random, maps, i * 6);
            }
            changed = moved(changed, Arrays.copyOfRange(maps, first * 6, (first + n) * 6));
        }
        if (shades()) {
            float[] gains = new float[batch];
            for (int i = 0; i < batch; i++) {
                double gain = Math.pow(contrast, 2 * random.nextDouble() - 1);
                gains[i] = (float) (random.nextDouble() < inversion ? -gain : gain);
            }
            changed = changed.mul(
                    Tensors.beside(changed, Tensors.ofFloats(Arrays.copyOfRange(gains, first, first + n), n, 1, 1, 1)));
        }
        return changed;
    }

    /**
     * Warps each image by its own affine map.
     *
     * @param maps six numbers per image, as {@link #draw} writes them
     */
    static Tensor moved(Tensor images, float[] maps) {
        long n = images.size(0);
        Tensor grid = affine_grid_generator(
                Tensors.beside(images, Tensors.ofFloats(maps, n, 2, 3)),
                new long[] {n, images.size(1), images.size(2), images.size(3)},
                false);
        return grid_sampler(images, grid, BILINEAR, BORDER, false).contiguous(MemoryFormat.ChannelsLast);
    }

    /** Writes six numbers that map a position in the changed image to the position it comes from; both in [−1, 1]. */
    private void draw(SplittableRandom random, float[] map, int at) {
        double angle = Math.toRadians(rotation) * (2 * random.nextDouble() - 1);
        double shrinkX = Math.pow(zoom, 2 * random.nextDouble() - 1);
        double shrinkY = Math.pow(zoom, 2 * random.nextDouble() - 1);
        map[at] = (float) (Math.cos(angle) * shrinkX);
        map[at + 1] = (float) (-Math.sin(angle) * shrinkX);
        map[at + 2] = (float) (2 * shift * (2 * random.nextDouble() - 1));
        map[at + 3] = (float) (Math.sin(angle) * shrinkY);
        map[at + 4] = (float) (Math.cos(angle) * shrinkY);
        map[at + 5] = (float) (2 * shift * (2 * random.nextDouble() - 1));
    }
}

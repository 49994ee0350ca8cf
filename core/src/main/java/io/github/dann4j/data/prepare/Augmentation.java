package io.github.dann4j.data.prepare;

import static org.bytedeco.pytorch.global.torch.affine_grid_generator;
import static org.bytedeco.pytorch.global.torch.grid_sampler;

import io.github.dann4j.distribute.Share;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * Random changes of training pictures that leave their class as it is: the same distribution for both domains, never
 * applied to test pictures. What one domain varies in anyway (where the digit stands, how large it is, which of paper and
 * ink is darker) is then no cue for the domain classifier, and the label predictor has seen it.
 *
 * @param zoom each axis is stretched by a factor log-uniform in [1/zoom, zoom]; at least 1, 1 for none
 * @param rotation degrees, uniform in ± this; in [0, 180]
 * @param shift share of the side, uniform in ± this along each axis; in [0, 0.5]
 * @param contrast inputs are multiplied by a factor log-uniform in [1/contrast, contrast]; at least 1, 1 for none
 * @param inversion probability that inputs change their sign, which swaps bright and dark; in [0, 1]
 */
public record Augmentation(double zoom, double rotation, double shift, double contrast, double inversion) {
    /** Pictures as they are. */
    public static final Augmentation NONE = new Augmentation(1, 0, 0, 1, 0);

    private static final int BILINEAR = 0;
    private static final int BORDER = 1; // beyond the edge its pixels go on: no black frame that would tell the domain

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
     * Changes each picture by its own draw: float32 {@code [n, c, h, w]}, normalised, to the same shape, channels last. Examples that are
     * no images, {@code [n, f]}, stay as they are.
     *
     * @param share which part of the batch the pictures are: they are changed as they would be in the whole one
     * @param batch pictures of the whole batch
     */
    public Tensor apply(Tensor images, long seed, Share share, int batch) {
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
            changed = changed.mul(Tensors.ofFloats(Arrays.copyOfRange(gains, first, first + n), n, 1, 1, 1));
        }
        return changed;
    }

    /**
     * Warps each picture by a map of its own.
     *
     * @param maps six numbers a picture, as {@link #draw} makes them
     */
    static Tensor moved(Tensor images, float[] maps) {
        long n = images.size(0);
        Tensor grid = affine_grid_generator(
                Tensors.ofFloats(maps, n, 2, 3), new long[] {n, images.size(1), images.size(2), images.size(3)}, false);
        return grid_sampler(images, grid, BILINEAR, BORDER, false).contiguous(MemoryFormat.ChannelsLast);
    }

    /** Six numbers that take a place in the changed picture to where it comes from; both in [−1, 1]. */
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

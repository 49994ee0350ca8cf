package io.github.dann4j.data.prepare;

import static org.bytedeco.pytorch.global.torch.affine_grid_generator;
import static org.bytedeco.pytorch.global.torch.grid_sampler;
import static org.bytedeco.pytorch.global.torch.maximum;
import static org.bytedeco.pytorch.global.torch.where;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Random changes of training images that keep their class. Both domains use the same distribution; test images are
 * never changed. What one domain varies in anyway (the position of the digit, its size, its colours, whether the paper
 * or the ink is darker) then gives the domain classifier no cue, and the label predictor has seen it.
 *
 * <p>An image is moved, cropped and mirrored first; then it gets new colours, contrast and inversion, brightness, and noise. Shares of the
 * range refer to {@link InputScale}: the distance from black to white.
 *
 * @param zoom each axis is stretched by a factor log-uniform in [1/zoom, zoom]; at least 1, and 1 means none
 * @param rotation degrees, uniform in ± this; in [0, 180]
 * @param shift share of the side, uniform in ± this along each axis; in [0, 0.5]
 * @param shear each axis leans towards the other by a factor uniform in ± this; in [0, 0.5]
 * @param recolouring probability that two colours, drawn at random for each image, replace its darkest and its
 *     brightest grey and its other greys lie between them: a line drawing becomes one of any colour on any ground; in
 *     [0, 1]
 * @param clutter probability that a copy of a recoloured image, turned upside down, enters the image from one side,
 *     where that is brighter: photographs of one object often show parts of others; in [0, 1]
 * @param contrast inputs are multiplied by a factor log-uniform in [1/contrast, contrast]; at least 1, and 1 means none
 * @param inversion probability that the sign of the inputs is changed, which swaps bright and dark; in [0, 1]
 * @param brightness share of the range that is added to all inputs of an image, uniform in ± this; in [0, 1]
 * @param noise standard deviation of the normal noise that is added to each input, as a share of the range; in [0, 1]
 * @param crop least share of the area of an image that is cut out at a random place and enlarged to the whole: the share is
 *     uniform in [crop, 1], and the ratio of its sides log-uniform in [3/4, 4/3], as far as it fits; in [0.05, 1], and 1
 *     means none
 * @param flip probability that left and right are swapped, which changes the class of digits and of many signs; in [0, 1]
 */
@PublicApi
public record Augmentation(
        double zoom,
        double rotation,
        double shift,
        double shear,
        double recolouring,
        double clutter,
        double contrast,
        double inversion,
        double brightness,
        double noise,
        double crop,
        double flip) {
    /** Leaves images unchanged. */
    public static final Augmentation NONE = new Augmentation(1, 0, 0, 1, 0);

    /** The two new colours of an image differ at least by this share of the range, in the mean of their channels. */
    private static final double LEAST_DIFFERENCE = 0.15;

    /** How far clutter is moved to one side, at least and at most, and up or down at most: shares of the side. */
    private static final double NEAREST = 0.5;

    private static final double FARTHEST = 0.8;

    private static final double LIFT = 0.1;

    /** The ratio of the sides of a crop is in [1 / this, this]. */
    private static final double MOST_RATIO = 4.0 / 3;

    private static final double LEAST_CROP = 0.05;

    /** Differences of greys below this count as none. */
    private static final double FLAT = 1e-6;

    private static final int LEVELS = 1 << Short.SIZE;

    private static final long[] PLANE = {2, 3};

    private static final int BILINEAR = 0;
    private static final int BORDER = 1; // repeats the edge pixels: a black frame would reveal the domain

    public Augmentation {
        require("augmentation", "zoom", zoom, 1, 4);
        require("augmentation", "rotation", rotation, 0, 180);
        require("augmentation", "shift", shift, 0, 0.5);
        require("augmentation", "shear", shear, 0, 0.5);
        require("augmentation", "recolouring", recolouring, 0, 1);
        require("augmentation", "clutter", clutter, 0, 1);
        require("augmentation", "contrast", contrast, 1, 4);
        require("augmentation", "inversion", inversion, 0, 1);
        require("augmentation", "brightness", brightness, 0, 1);
        require("augmentation", "noise", noise, 0, 1);
        require("augmentation", "crop", crop, LEAST_CROP, 1);
        require("augmentation", "flip", flip, 0, 1);
    }

    /** Creates an augmentation without crops and mirroring. */
    public Augmentation(
            double zoom,
            double rotation,
            double shift,
            double shear,
            double recolouring,
            double clutter,
            double contrast,
            double inversion,
            double brightness,
            double noise) {
        this(zoom, rotation, shift, shear, recolouring, clutter, contrast, inversion, brightness, noise, 1, 0);
    }

    /**
     * Creates an augmentation without shear, new colours, clutter, brightness, noise, crops and mirroring.
     */
    public Augmentation(double zoom, double rotation, double shift, double contrast, double inversion) {
        this(zoom, rotation, shift, 0, 0, 0, contrast, inversion, 0, 0);
    }

    static void require(String what, String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "%s: %s must be %s to %s, got %s".formatted(what, name, min, max, value));
        }
    }

    private boolean moves() {
        return zoom > 1 || rotation > 0 || shift > 0 || shear > 0;
    }

    private boolean frames() {
        return crop < 1 || flip > 0;
    }

    private boolean shades() {
        return contrast > 1 || inversion > 0;
    }

    /**
     * Changes each image by its own draw: float32 {@code [n, c, h, w]}, normalised, to the same shape, channels last.
     *
     * @param scale of the inputs
     * @param share the part of the batch that the images are; they change exactly as they would in the whole batch
     * @param batch number of images in the whole batch
     */
    public Tensor apply(Tensor images, InputScale scale, long seed, Shard share, int batch) {
        Tensor changed = images;
        SplittableRandom random = new SplittableRandom(seed);
        int n = Math.toIntExact(images.size(0));
        int first = share.from(batch);
        if (moves() || frames()) {
            float[] maps = new float[batch * 6];
            for (int i = 0; i < batch; i++) {
                if (moves()) {
                    draw(random, maps, i * 6);
                } else {
                    maps[6 * i] = 1;
                    maps[6 * i + 4] = 1;
                }
            }
            if (frames()) {
                for (int i = 0; i < batch; i++) {
                    frame(new SplittableRandom(Seeds.derive(Seeds.derive(seed, "frame"), i)), maps, i * 6);
                }
            }
            changed = moved(changed, Arrays.copyOfRange(maps, first * 6, (first + n) * 6));
        }
        if (recolouring > 0) {
            changed = recoloured(changed, scale, Seeds.derive(seed, "colours"), first, batch);
        }
        if (shades()) {
            float[] gains = new float[batch];
            for (int i = 0; i < batch; i++) {
                double gain = Math.pow(contrast, uniform(random));
                gains[i] = (float) (random.nextDouble() < inversion ? -gain : gain);
            }
            changed = changed.mul(
                    Tensors.beside(changed, Tensors.ofFloats(Arrays.copyOfRange(gains, first, first + n), n, 1, 1, 1)));
        }
        if (brightness > 0) {
            changed = changed.add(offsets(changed, scale, Seeds.derive(seed, "brightness"), first));
        }
        if (noise > 0) {
            changed = changed.add(noise(changed, scale, Seeds.derive(seed, "noise"), first));
        }
        return changed;
    }

    /** Returns a number in [−1, 1). */
    private static double uniform(SplittableRandom random) {
        return 2 * random.nextDouble() - 1;
    }

    /** Replaces the greys of some images by those between two colours. */
    private Tensor recoloured(Tensor images, InputScale scale, long seed, int first, int batch) {
        int n = Math.toIntExact(images.size(0));
        int channels = scale.channels();
        SplittableRandom random = new SplittableRandom(seed);
        float[] grounds = new float[batch * channels];
        float[] steps = new float[batch * channels];
        byte[] chosen = new byte[batch];
        for (int i = 0; i < batch; i++) {
            chosen[i] = (byte) (random.nextDouble() < recolouring ? 1 : 0);
            twoColours(random, scale, grounds, steps, i * channels);
        }
        int to = first + n;
        Tensor ground = colours(images, Arrays.copyOfRange(grounds, first * channels, to * channels));
        Tensor step = colours(images, Arrays.copyOfRange(steps, first * channels, to * channels));
        Tensor replaced = Tensors.beside(images, Tensors.ofBytes(Arrays.copyOfRange(chosen, first, to), n, 1, 1, 1))
                .to(ScalarType.Bool);
        Tensor grey = images.mean(new long[] {1}, true, new ScalarTypeOptional());
        Tensor darkest = grey.amin(PLANE, true);
        Tensor between =
                grey.sub(darkest).div(grey.amax(PLANE, true).sub(darkest).clamp_min(new Scalar(FLAT)));
        if (clutter > 0) {
            between = cluttered(between, Seeds.derive(seed, "clutter"), first);
        }
        return where(replaced, ground.add(between.mul(step)), images).contiguous(MemoryFormat.ChannelsLast);
    }

    /** Lets a turned copy of some images enter them from the left or the right: {@code [n, 1, h, w]}, in [0, 1]. */
    private Tensor cluttered(Tensor images, long seed, int first) {
        int n = Math.toIntExact(images.size(0));
        float[] maps = new float[n * 6];
        float[] chosen = new float[n];
        for (int i = 0; i < n; i++) {
            SplittableRandom random = new SplittableRandom(Seeds.derive(seed, first + i));
            chosen[i] = random.nextDouble() < clutter ? 1 : 0;
            double way = NEAREST + (FARTHEST - NEAREST) * random.nextDouble();
            maps[6 * i] = -1;
            maps[6 * i + 2] = (float) (2 * (random.nextBoolean() ? way : -way));
            maps[6 * i + 4] = -1;
            maps[6 * i + 5] = (float) (2 * LIFT * uniform(random));
        }
        return maximum(images, moved(images, maps).mul(Tensors.beside(images, Tensors.ofFloats(chosen, n, 1, 1, 1))));
    }

    /** Draws a colour into {@code grounds}, and the way from it to another into {@code steps}. */
    private static void twoColours(SplittableRandom random, InputScale scale, float[] grounds, float[] steps, int at) {
        int channels = scale.channels();
        double difference;
        do {
            difference = 0;
            for (int c = 0; c < channels; c++) {
                double from = random.nextDouble() - 0.5;
                double step = random.nextDouble() - 0.5 - from;
                grounds[at + c] = (float) (scale.grey()[c] + scale.range()[c] * from);
                steps[at + c] = (float) (scale.range()[c] * step);
                difference += step / channels;
            }
        } while (Math.abs(difference) < LEAST_DIFFERENCE);
    }

    private static Tensor colours(Tensor images, float[] colours) {
        long channels = images.size(1);
        return Tensors.beside(images, Tensors.ofFloats(colours, colours.length / channels, channels, 1, 1));
    }

    /** What is added to all inputs of an image, {@code [n, c, 1, 1]}. */
    private Tensor offsets(Tensor images, InputScale scale, long seed, int first) {
        int n = Math.toIntExact(images.size(0));
        float[] offsets = new float[n];
        for (int i = 0; i < n; i++) {
            SplittableRandom random = new SplittableRandom(Seeds.derive(seed, first + i));
            offsets[i] = (float) (brightness * uniform(random));
        }
        return Tensors.beside(images, Tensors.ofFloats(offsets, n, 1, 1, 1)).mul(range(images, scale));
    }

    /** Draws from the normal distribution by its quantile function, at one of 65,536 places for each input. */
    private Tensor noise(Tensor images, InputScale scale, long seed, int first) {
        int n = Math.toIntExact(images.size(0));
        int length = Short.BYTES * Math.toIntExact(images.numel() / n);
        byte[] places = new byte[n * length];
        byte[] own = new byte[length];
        for (int i = 0; i < n; i++) {
            new SplittableRandom(Seeds.derive(seed, first + i)).nextBytes(own);
            System.arraycopy(own, 0, places, i * length, length);
        }
        long[] shape = {n, images.size(1), images.size(2), Short.BYTES * images.size(3)};
        Tensor quantiles = Tensors.beside(images, Tensors.ofBytes(places, shape).view(ScalarType.Short))
                .to(ScalarType.Float)
                .add_(new Scalar(0.5))
                .div_(new Scalar(LEVELS / 2)) // in (−1, 1)
                .erfinv_();
        return quantiles.mul(range(images, scale)).mul_(new Scalar(Math.sqrt(2) * noise));
    }

    /** The distance from black to white, {@code [1, c, 1, 1]}. */
    private static Tensor range(Tensor images, InputScale scale) {
        return Tensors.beside(images, Tensors.ofFloats(scale.range(), 1, scale.channels(), 1, 1));
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
        map[at + 2] = (float) (2 * shift * uniform(random));
        map[at + 3] = (float) (Math.sin(angle) * shrinkY);
        map[at + 4] = (float) (Math.cos(angle) * shrinkY);
        map[at + 5] = (float) (2 * shift * uniform(random));
        if (shear > 0) {
            lean(random, map, at);
        }
    }

    /** Cuts out a part and mirrors it: the map before which each axis is scaled and moved. */
    private void frame(SplittableRandom random, float[] map, int at) {
        double area = crop + (1 - crop) * random.nextDouble();
        double ratio = crop < 1 ? Math.pow(MOST_RATIO, uniform(random)) : 1;
        double width = Math.min(1, Math.sqrt(area * ratio));
        double height = Math.min(1, Math.sqrt(area / ratio));
        double right = (1 - width) * uniform(random);
        double down = (1 - height) * uniform(random);
        if (random.nextDouble() < flip) {
            width = -width;
        }
        for (int row = at; row < at + 6; row += 3) {
            map[row + 2] += (float) (map[row] * right + map[row + 1] * down);
            map[row] *= (float) width;
            map[row + 1] *= (float) height;
        }
    }

    /** Lets each axis lean to the other: the map after [[1, a], [b, 1]]. */
    private void lean(SplittableRandom random, float[] map, int at) {
        double a = shear * uniform(random);
        double b = shear * uniform(random);
        for (int row = at; row < at + 6; row += 3) {
            double x = map[row];
            double y = map[row + 1];
            map[row] = (float) (x + b * y);
            map[row + 1] = (float) (a * x + y);
        }
    }
}

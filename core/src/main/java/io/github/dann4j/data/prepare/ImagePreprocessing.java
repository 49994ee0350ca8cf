package io.github.dann4j.data.prepare;

import static org.bytedeco.pytorch.global.torch.constant_pad_nd;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.engine.Tensors;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Converts the images of both domains to the network's input, in the same way for both.
 *
 * @param size side of the square input in pixels
 * @param channels 1 (grey) or 3 (RGB; a grey image is repeated over the channels)
 * @param resize how other sizes become {@code size}
 * @param scaling how pixel values become inputs
 */
public record ImagePreprocessing(int size, int channels, Resize resize, Scaling scaling) implements Preprocessing {
    private static final int BLOCK = 2048;

    public ImagePreprocessing {
        if (size < 8 || size > 512) {
            throw new IllegalArgumentException("input size must be 8 to 512 pixels, got " + size);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("input channels must be 1 or 3, got " + channels);
        }
    }

    @Override
    public ExampleSet apply(ExampleSet set) {
        if (set instanceof ImageSet images) {
            return resized(images);
        }
        throw new DataException(String.format(
                Locale.ROOT,
                "%s %s contains vectors of features, but the network takes images of %d x %d; use a network for features, or a dataset of images",
                set.name(),
                set.split().label(),
                size,
                size));
    }

    /**
     * Returns the images at the input size, uint8 {@code [n, size, size, channels of the images]}; always a new owner,
     * even if nothing had to change.
     *
     * @throws DataException if the images are coloured and the input is grey
     */
    public ImageSet resized(ImageSet set) {
        if (set.channels() > channels) {
            throw new DataException(
                    "%s %s has colour images, but the network takes grey ones (channels 1); use channels 3"
                            .formatted(set.name(), set.split().label()));
        }
        if (set.height() == size && set.width() == size) {
            return set.withImages(set.images());
        }
        Resize fitting = resize.of(set.height(), set.width(), size);
        if (fitting != resize) {
            return new ImagePreprocessing(size, channels, fitting, scaling).resized(set);
        }
        if (resize == Resize.PAD && (set.height() > size || set.width() > size)) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s %s: images of %d x %d cannot be padded to %d x %d; choose another resize",
                    set.name(),
                    set.split().label(),
                    set.height(),
                    set.width(),
                    size,
                    size));
        }
        if (resize == Resize.CROP && (set.height() < size || set.width() < size)) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s %s: images of %d x %d cannot be cropped to %d x %d; choose another resize",
                    set.name(),
                    set.split().label(),
                    set.height(),
                    set.width(),
                    size,
                    size));
        }
        try (PointerScope outer = new PointerScope()) {
            Tensor out = Tensors.empty(ScalarType.Byte, set.size(), size, size, set.channels());
            for (int from = 0; from < set.size(); from += BLOCK) {
                LongOptional first = new LongOptional(from);
                LongOptional last = new LongOptional(Math.min(set.size(), from + BLOCK));
                try (PointerScope scope = new PointerScope()) {
                    Tensor part = set.images()
                            .slice(0, first, last, 1)
                            .permute(0, 3, 1, 2)
                            .to(ScalarType.Float);
                    out.slice(0, first, last, 1)
                            .copy_(toSize(part)
                                    .round()
                                    .clamp_(
                                            new org.bytedeco.pytorch.ScalarOptional(new org.bytedeco.pytorch.Scalar(0)),
                                            new org.bytedeco.pytorch.ScalarOptional(
                                                    new org.bytedeco.pytorch.Scalar(255)))
                                    .permute(0, 2, 3, 1));
                }
            }
            return set.withImages(out);
        }
    }

    /** Resizes {@code [n, c, h, w] -> [n, c, size, size]}, float32. */
    private Tensor toSize(Tensor images) {
        int height = Math.toIntExact(images.size(2));
        int width = Math.toIntExact(images.size(3));
        if (resize == Resize.PAD || resize == Resize.CROP) { // padding by less than 0 crops
            int top = (size - height) / 2;
            int left = (size - width) / 2;
            return constant_pad_nd(images, left, size - width - left, top, size - height - top);
        }
        // A separable filter is two matrix products: rows first, then columns.
        return filter(height).matmul(images).matmul(filter(width).t());
    }

    /**
     * Returns the filter from {@code length} input pixels to {@code size} output pixels: float32
     * {@code [size, length]}, rows sum to 1.
     */
    private Tensor filter(int length) {
        double scale = (double) length / size;
        float[] weights = new float[size * length];
        for (int out = 0; out < size; out++) {
            double[] row = new double[length];
            double sum = 0;
            for (int in = 0; in < length; in++) {
                row[in] = weight(out, in, scale);
                sum += row[in];
            }
            for (int in = 0; in < length; in++) {
                weights[out * length + in] = (float) (row[in] / sum);
            }
        }
        return Tensors.ofFloats(weights, size, length);
    }

    private double weight(int out, int in, double scale) {
        double centre = (out + 0.5) * scale;
        return switch (resize) {
            case NEAREST -> in == (int) Math.floor(centre) ? 1 : 0;
            // When the image shrinks, the triangle widens with the scale: that is the antialiasing.
            case BILINEAR -> Math.max(0, 1 - Math.abs(in + 0.5 - centre) / Math.max(1, scale));
            case AREA -> Math.max(0, Math.min(in + 1, (out + 1) * scale) - Math.max(in, out * scale));
            case PAD, PAD_IF_CLOSE, CROP, CROP_IF_CLOSE ->
                throw new IllegalStateException("padding and cropping have no filter");
        };
    }
}

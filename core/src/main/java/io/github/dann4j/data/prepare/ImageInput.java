package io.github.dann4j.data.prepare;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.engine.Tensors;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Converts single images of any size and kind to a network's input, exactly as the images of its training were
 * converted. May be used by several threads.
 *
 * <p>An image with one of the sizes of the training images is preprocessed as they were. An image of another size is
 * first stretched to the first of these sizes, as the files of a folder are when the folder is opened as a dataset,
 * because the network has seen nothing else. The result depends on nothing but the image.
 *
 * @param preprocessing the preprocessing of the training images
 * @param trained sizes of the training images before that; empty if unknown: then {@code preprocessing} is applied to
 *     every image directly
 * @param transform what brings images to the input of a backbone that was trained as a whole; then it alone is applied.
 *     Null if there is none
 */
@PublicApi
public record ImageInput(
        ImagePreprocessing preprocessing,
        List<ImageSize> trained,
        @Nullable ImageTransform transform) {
    /** Weights of red, green and blue in brightness (ITU-R BT.601), for colour images given to a grey network. */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    public ImageInput {
        trained = List.copyOf(trained);
    }

    /** Creates the conversion for a network that has no backbone. */
    public ImageInput(ImagePreprocessing preprocessing, List<ImageSize> trained) {
        this(preprocessing, trained, null);
    }

    /**
     * Converts one image to the input size.
     *
     * @return uint8 {@code [size, size, channels]}
     * @throws DataException if it cannot be resized to that size
     */
    public byte[] pixels(DecodedImage image) {
        if (transform != null) {
            return transform.pixels(image);
        }
        ImageSize own = new ImageSize(image.height(), image.width());
        DecodedImage framed = trained.isEmpty() || trained.contains(own)
                ? image
                : image.stretched(trained.get(0).width(), trained.get(0).height());
        int channels = preprocessing.channels();
        byte[] samples = channels == 3 ? framed.rgb() : grey(framed.rgb());
        if (framed.width() == preprocessing.size() && framed.height() == preprocessing.size()) {
            return samples;
        }
        try (PointerScope scope = new PointerScope();
                ImageSet one = ImageSet.unlabeled(
                        "image", Split.TEST, Tensors.ofBytes(samples, 1, framed.height(), framed.width(), channels));
                ImageSet resized = preprocessing.resized(one)) {
            return Tensors.bytes(resized.images());
        }
    }

    /**
     * Returns images at the input size as unlabelled images, to be closed by the caller.
     *
     * @param pixels results of {@link #pixels}, at least one
     */
    public ImageSet set(List<byte[]> pixels) {
        int size = preprocessing.size();
        int each = size * size * preprocessing.channels();
        byte[] all = new byte[Math.multiplyExact(pixels.size(), each)];
        for (int i = 0; i < pixels.size(); i++) {
            if (pixels.get(i).length != each) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "image %d: expected %d x %d x %d samples, got %d",
                        i,
                        size,
                        size,
                        preprocessing.channels(),
                        pixels.get(i).length));
            }
            System.arraycopy(pixels.get(i), 0, all, i * each, each);
        }
        try (PointerScope scope = new PointerScope()) {
            return ImageSet.unlabeled(
                    "images", Split.TEST, Tensors.ofBytes(all, pixels.size(), size, size, preprocessing.channels()));
        }
    }

    private static byte[] grey(byte[] rgb) {
        byte[] grey = new byte[rgb.length / 3];
        for (int i = 0; i < grey.length; i++) {
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                sum += LUMA[c] * (rgb[3 * i + c] & 0xff);
            }
            grey[i] = (byte) Math.round(sum); // three equal values give that value
        }
        return grey;
    }
}

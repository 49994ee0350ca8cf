package io.github.dann4j.data.prepare;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.PictureSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.image.Picture;
import io.github.dann4j.engine.Tensors;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;

/**
 * Brings single pictures of any size and kind to a network's input size, exactly as the pictures of its training were. May be
 * used from several threads.
 *
 * <p>A picture of a size in which training pictures lay goes the way that they went. One of another size is first stretched to the
 * first of these sizes, as the files of a folder are when it is opened as a set; a network saw nothing else of the world than that.
 * What becomes of a picture depends on nothing but that picture.
 *
 * @param preprocessing what the pictures of the training went through
 * @param trained sizes of the training pictures before that; empty where they are not known: then every picture goes straight
 *     through {@code preprocessing}
 */
public record PictureInput(ImagePreprocessing preprocessing, List<PictureSize> trained) {
    /** Shares of red, green and blue in brightness (ITU-R BT.601), for a grey network that is given a colour picture. */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    public PictureInput {
        trained = List.copyOf(trained);
    }

    /**
     * One picture at the input size.
     *
     * @return uint8 {@code [size, size, channels]}
     * @throws DataException if it cannot be brought to that size
     */
    public byte[] pixels(Picture picture) {
        Picture framed =
                trained.isEmpty() || trained.contains(picture.size()) ? picture : picture.stretched(trained.get(0));
        int channels = preprocessing.channels();
        byte[] samples = channels == 3 ? framed.rgb() : grey(framed.rgb());
        if (framed.width() == preprocessing.size() && framed.height() == preprocessing.size()) {
            return samples;
        }
        try (PointerScope scope = new PointerScope();
                ImageSet one = ImageSet.unlabeled(
                        "picture", Split.TEST, Tensors.ofBytes(samples, 1, framed.height(), framed.width(), channels));
                ImageSet resized = preprocessing.resized(one)) {
            return Tensors.bytes(resized.images());
        }
    }

    /**
     * Pictures at the input size as an unlabelled set, to be closed by the caller.
     *
     * @param pixels of {@link #pixels}, at least one
     */
    public ImageSet set(List<byte[]> pixels) {
        int size = preprocessing.size();
        int each = size * size * preprocessing.channels();
        byte[] all = new byte[Math.multiplyExact(pixels.size(), each)];
        for (int i = 0; i < pixels.size(); i++) {
            if (pixels.get(i).length != each) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "picture %d: expected %d x %d x %d samples, got %d",
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
                    "pictures", Split.TEST, Tensors.ofBytes(all, pixels.size(), size, size, preprocessing.channels()));
        }
    }

    private static byte[] grey(byte[] rgb) {
        byte[] grey = new byte[rgb.length / 3];
        for (int i = 0; i < grey.length; i++) {
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                sum += LUMA[c] * (rgb[3 * i + c] & 0xff);
            }
            grey[i] = (byte) Math.round(sum); // of three equal values that value
        }
        return grey;
    }
}

package io.github.dann4j.toy;

import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.engine.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;

/** A labelled dataset of grey 8×8 images that a test paints; pixel v becomes the input v / 127.5 − 1. */
public final class ToyImages implements AutoCloseable {
    static {
        Threads.use(1); // for networks this small a second thread costs more than it gives
    }

    public static final int SIDE = 8;
    public static final int PIXELS = SIDE * SIDE;

    private static final Normalisation PLUS_MINUS_ONE = new Normalisation(List.of(0.5), List.of(0.5));

    private final ImageSet set;
    private final LabeledExamples images;

    /** Paints one image. */
    @FunctionalInterface
    public interface Painter {
        /**
         * @param pixels 64 values of 0 to 255, row by row, to be filled
         * @param label the image's class
         */
        void paint(int[] pixels, int label, SplittableRandom random);
    }

    private ToyImages(ImageSet set) {
        this.set = set;
        this.images = new LabeledExamples(set, PLUS_MINUS_ONE);
    }

    /** Paints {@code count} images, with the classes in turn. */
    public static ToyImages of(int count, int classes, long seed, Painter painter) {
        return of(IntStream.range(0, count).map(i -> i % classes).toArray(), classes, seed, painter);
    }

    /** Paints one image for each label. */
    public static ToyImages of(int[] labels, int classes, long seed, Painter painter) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new byte[labels.length * PIXELS];
        int[] pixels = new int[PIXELS];
        for (int i = 0; i < labels.length; i++) {
            Arrays.fill(pixels, 0);
            painter.paint(pixels, labels[i], random);
            for (int p = 0; p < PIXELS; p++) {
                bytes[i * PIXELS + p] = (byte) Math.max(0, Math.min(255, pixels[p]));
            }
        }
        List<String> names =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        try (PointerScope scope = new PointerScope()) {
            return new ToyImages(ImageSet.labeled(
                    "toy", Split.TRAIN, Tensors.ofBytes(bytes, labels.length, SIDE, SIDE, 1), labels, names));
        }
    }

    /** Paints noise around a brightness that depends on the class and, by {@code shift}, on the domain. */
    public static ToyImages noise(int count, int classes, int shift, long seed) {
        return of(count, classes, seed, (pixels, label, random) -> {
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = shift + 60 * label + random.nextInt(120);
            }
        });
    }

    public LabeledExamples labeled() {
        return images;
    }

    public UnlabeledExamples unlabeled() {
        return images.unlabeled();
    }

    @Override
    public void close() {
        images.close();
        set.close();
    }
}

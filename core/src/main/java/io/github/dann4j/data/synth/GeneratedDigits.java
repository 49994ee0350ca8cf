package io.github.dann4j.data.synth;

import io.github.dann4j.data.DigitClasses;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.failure.Cancellation;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Generates datasets of digits on all processors.
 *
 * <p>Image i is drawn from its own seed, which depends on the seed and name of the dataset, the split and i, and on
 * nothing else, so the number of threads, the size and the slice change no image. No seed occurs twice in a dataset,
 * neither within a split nor across both. Of every ten consecutive images (0 to 9, 10 to 19, ...) each class has one,
 * in random order.
 */
final class GeneratedDigits {
    /** Side of every image in pixels. */
    static final int SIDE = 32;

    private static final int CLASSES = 10;

    /** Number of images drawn between two copies into native memory. */
    private static final int BLOCK = 2048;

    /** Number of images for which a thread sets up one canvas. */
    private static final int BATCH = 64;

    /** Draws one image. */
    interface Painter {
        /**
         * Draws one image over the previous content.
         *
         * @param digit the digit to show
         * @param dice the draws of this image; the painter takes every random number from here
         * @param pixels receives the image, {@code [SIDE, SIDE, channels]}
         * @param offset of the image's first byte
         */
        void paint(int digit, SeededRandom dice, Canvas canvas, byte[] pixels, int offset);
    }

    private GeneratedDigits() {}

    /** Draws the images of one split that {@code name} selects. */
    static ImageSet generate(DataName name, Split split, GeneratedSize size, int channels, Painter painter) {
        Slice slice = name.slice(split);
        int count = slice.count(name.label(split), size.of(split));
        long imageSeed = Seeds.derive(size.seed(), name.base());
        long classSeed = Seeds.derive(size.seed(), name.base() + " classes");
        int[] labels = labels(classSeed, split, slice.from(), count);
        int imageBytes = SIDE * SIDE * channels;
        try (PointerScope scope = new PointerScope()) {
            Tensor images = Tensors.empty(ScalarType.Byte, count, SIDE, SIDE, channels);
            byte[] pixels = new byte[Math.min(count, BLOCK) * imageBytes];
            for (int done = 0; done < count; done += BLOCK) {
                Cancellation.check("the generation of " + name.label(split));
                int first = done;
                int drawn = Math.min(BLOCK, count - first);
                IntStream.range(0, (drawn + BATCH - 1) / BATCH).parallel().forEach(batch -> {
                    try (Canvas canvas = new Canvas(SIDE)) {
                        int end = Math.min(drawn, (batch + 1) * BATCH);
                        for (int i = batch * BATCH; i < end; i++) {
                            SeededRandom dice = new SeededRandom(partSeed(imageSeed, split, slice.from() + first + i));
                            painter.paint(labels[first + i], dice, canvas, pixels, i * imageBytes);
                        }
                    }
                });
                Tensors.putBytes(images, (long) first * imageBytes, pixels, 0, drawn * imageBytes);
            }
            return ImageSet.labeled(name.label(split), split, images, labels, DigitClasses.NAMES);
        }
    }

    /**
     * A bijection of part and split for one seed: even numbers are train, odd ones test, and the derivation is one to
     * one.
     */
    private static long partSeed(long seed, Split split, int part) {
        return Seeds.derive(seed, 2L * part + (split == Split.TRAIN ? 0 : 1));
    }

    private static int[] labels(long seed, Split split, int from, int count) {
        int[] labels = new int[count];
        int[] block = new int[CLASSES];
        int current = -1;
        for (int i = 0; i < count; i++) {
            int number = (from + i) / CLASSES;
            if (number != current) {
                current = number;
                java.util.Arrays.setAll(block, digit -> digit);
                new SeededRandom(partSeed(seed, split, number)).shuffle(block);
            }
            labels[i] = block[(from + i) % CLASSES];
        }
        return labels;
    }

    /** Rounds a value in [0, 255] to a byte; values outside are clamped. */
    static byte toByte(float value) {
        return (byte) (int) (Math.min(255.0, Math.max(0.0, value)) + 0.5); // in double: Math.round is slower
    }
}

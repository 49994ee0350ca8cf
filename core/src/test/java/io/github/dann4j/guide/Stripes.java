package io.github.dann4j.guide;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Arrays as a user may have them: 16×16 grey images of stripes, vertical (0), horizontal (1) or diagonal (2). */
final class Stripes {
    static final int SIDE = 16;

    private Stripes() {}

    static int[] labels(int count) {
        return IntStream.range(0, count).map(i -> i % 3).toArray();
    }

    /** {@code [count, 16, 16]}, dark on light or light on dark. */
    static byte[] pixels(int count, boolean lightOnDark, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[count * SIDE * SIDE];
        for (int i = 0; i < count; i++) {
            int shift = random.nextInt(6);
            for (int at = 0; at < SIDE * SIDE; at++) {
                int x = at % SIDE;
                int y = at / SIDE;
                int along = switch (i % 3) {
                    case 0 -> x;
                    case 1 -> y;
                    default -> x + y;
                };
                boolean stripe = (along + shift) % 6 < 3;
                int value = (stripe == lightOnDark ? 190 : 60) + random.nextInt(40);
                pixels[i * SIDE * SIDE + at] = (byte) value;
            }
        }
        return pixels;
    }

    static BufferedImage image(int label) {
        byte[] pixels = pixels(3, true, 9);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < SIDE * SIDE; at++) {
            int value = pixels[label * SIDE * SIDE + at] & 0xff;
            image.setRGB(at % SIDE, at / SIDE, value << 16 | value << 8 | value);
        }
        return image;
    }

    /** A model as the guide's training leaves it. */
    static Path savedModel(Path folder) {
        Path file = folder.resolve("model.safetensors");
        TrainGuideTest.train(pixels(600, false, 1), labels(600), pixels(600, true, 2), file);
        return file;
    }
}

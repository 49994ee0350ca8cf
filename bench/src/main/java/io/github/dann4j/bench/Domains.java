package io.github.dann4j.bench;

import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.engine.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;

/** Two domains of noise with ten classes, at a network's input size. Owns their images. */
final class Domains implements AutoCloseable {
    private static final int IMAGES = 10_000;
    private static final int CLASSES = 10;

    private final ImageSet[] sets = new ImageSet[2];
    private final LabeledExamples[] images = new LabeledExamples[2];

    Domains(int side) {
        for (int d = 0; d < 2; d++) {
            SplittableRandom random = new SplittableRandom(d);
            byte[] pixels = new byte[IMAGES * side * side * 3];
            random.nextBytes(pixels);
            List<String> names =
                    IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList();
            try (PointerScope scope = new PointerScope()) {
                sets[d] = ImageSet.labeled(
                        "noise",
                        Split.TRAIN,
                        Tensors.ofBytes(pixels, IMAGES, side, side, 3),
                        random.ints(IMAGES, 0, CLASSES).toArray(),
                        names);
                List<Double> half = List.of(0.5, 0.5, 0.5);
                images[d] = new LabeledExamples(sets[d], new Normalisation(half, half));
            }
        }
    }

    LabeledExamples source() {
        return images[0];
    }

    LabeledExamples target() {
        return images[1];
    }

    @Override
    public void close() {
        for (int d = 0; d < 2; d++) {
            images[d].close();
            sets[d].close();
        }
    }
}

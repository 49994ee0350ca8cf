package io.github.dann4j.benchmark;

import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.NetworkSpec;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;

/** A domain of noise, at the input size of a network, with random labels. Owns its images. */
final class Noise implements AutoCloseable {
    /** As many as in a medium-sized dataset, so that they do not fit into the processor's caches. */
    static final int IMAGES = 10_000;

    private final ImageSet set;
    private final LabeledExamples images;

    Noise(NetworkSpec net, long seed) {
        int side = net.images().size();
        int channels = net.images().channels();
        int classes = net.classes();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[IMAGES * side * side * channels];
        random.nextBytes(pixels);
        int[] labels = random.ints(IMAGES, 0, classes).toArray();
        List<String> names =
                IntStream.range(0, classes).mapToObj(String::valueOf).toList();
        try (PointerScope scope = new PointerScope()) {
            set = ImageSet.labeled(
                    "noise", Split.TRAIN, Tensors.ofBytes(pixels, IMAGES, side, side, channels), labels, names);
            List<Double> half = Collections.nCopies(channels, 0.5);
            images = new LabeledExamples(set, new Normalisation(half, half));
        }
    }

    LabeledExamples images() {
        return images;
    }

    @Override
    public void close() {
        images.close();
        set.close();
    }
}

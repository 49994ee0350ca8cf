package io.github.dann4j.benchmark;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, and for how long.
 *
 * @param nets to train
 * @param methods to train them by
 * @param batches images of each domain in a step
 * @param rounds of ours, the reference and the outside program in turn, for each net, method and batch
 * @param seconds of each turn; a whole step where one takes longer
 * @param against a program to compare with; null for none
 */
public record BenchmarkSettings(
        List<BenchmarkNet> nets,
        List<BenchmarkMethod> methods,
        List<Integer> batches,
        int rounds,
        double seconds,
        @Nullable Rival against) {
    public BenchmarkSettings {
        nets = List.copyOf(nets);
        methods = List.copyOf(methods);
        batches = List.copyOf(batches);
        if (nets.isEmpty() || methods.isEmpty() || batches.isEmpty()) {
            throw new IllegalArgumentException("a benchmark needs a net, a method and a batch size");
        }
        for (int batch : batches) {
            if (batch < 2 || batch > Noise.IMAGES) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "batch must be 2 to %d images of each domain, got %d", Noise.IMAGES, batch));
            }
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be at least 1, got " + rounds);
        }
        if (!(seconds > 0 && seconds <= 600)) {
            throw new IllegalArgumentException("seconds must be more than 0 and at most 600, got " + seconds);
        }
    }

    /** All nets and methods at 64 images a domain, and DANN at 256: four and a half minutes on two cores. */
    public static BenchmarkSettings whole() {
        return new BenchmarkSettings(
                List.of(BenchmarkNet.values()), List.of(BenchmarkMethod.values()), List.of(64, 256), 5, 0.5, null);
    }

    /** To see that it works: one round each. */
    public static BenchmarkSettings quick() {
        return new BenchmarkSettings(
                List.of(BenchmarkNet.MNIST, BenchmarkNet.SVHN),
                List.of(BenchmarkMethod.DANN),
                List.of(64),
                1,
                0.2,
                null);
    }
}

package io.github.dann4j.benchmark;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, and for how long.
 *
 * @param nets to train
 * @param methods to train them with: their own steps, without what comes before and after
 * @param batches images in each batch of a step, one per domain or view
 * @param rounds of this library, the reference and the outside program in turn, for each network, method and batch
 * @param seconds of each turn; one whole step if that takes longer
 * @param against a program to compare with; null for none
 * @param limit seconds for all of it: if steps are slow, later turns are left out, except the first of each part
 */
public record BenchmarkSettings(
        List<BenchmarkNet> nets,
        List<MethodType<?>> methods,
        List<Integer> batches,
        int rounds,
        double seconds,
        @Nullable Competitor against,
        double limit) {
    private static final int PREDICTIONS = 3;

    public BenchmarkSettings {
        nets = List.copyOf(nets);
        methods = List.copyOf(methods);
        batches = List.copyOf(batches);
        if (nets.isEmpty() || methods.isEmpty() || batches.isEmpty()) {
            throw new IllegalArgumentException("a benchmark needs a network, a method and a batch size");
        }
        for (BenchmarkNet net : nets) {
            methods.forEach(method -> requireOwnStatistics(net, method));
        }
        for (int batch : batches) {
            if (batch < 2 || batch > Noise.IMAGES) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "batch must be 2 to %d images, got %d", Noise.IMAGES, batch));
            }
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be at least 1, got " + rounds);
        }
        if (!(seconds > 0 && seconds <= 600)) {
            throw new IllegalArgumentException("seconds must be more than 0 and at most 600, got " + seconds);
        }
        if (!(limit > 0)) {
            throw new IllegalArgumentException("limit must be more than 0, got " + limit);
        }
    }

    /** Creates settings without a limit. */
    public BenchmarkSettings(
            List<BenchmarkNet> nets,
            List<MethodType<?>> methods,
            List<Integer> batches,
            int rounds,
            double seconds,
            @Nullable Competitor against) {
        this(nets, methods, batches, rounds, seconds, against, Double.POSITIVE_INFINITY);
    }

    private static void requireOwnStatistics(BenchmarkNet net, MethodType<?> method) {
        if (method.needsOwnStatistics() && !net.spec().hasOwnStatistics()) {
            throw new IllegalArgumentException(
                    "%s needs a network whose batch norms have statistics per domain, and %s has none; choose from %s"
                            .formatted(
                                    method.name(),
                                    net.label(),
                                    Arrays.stream(BenchmarkNet.values())
                                            .filter(other -> other.spec().hasOwnStatistics())
                                            .map(BenchmarkNet::label)
                                            .collect(Collectors.joining(", "))));
        }
    }

    /** Rounds of predictions, each of which goes through all images. */
    public int predictions() {
        return Math.min(rounds, PREDICTIONS);
    }

    /**
     * All networks, trained on the source alone and with DANN, at 64 images per domain, and DANN at 256: four and a
     * half minutes on two cores, and not much longer on slow ones.
     */
    public static BenchmarkSettings whole() {
        return new BenchmarkSettings(
                List.of(BenchmarkNet.values()),
                List.of(SourceOnly.TYPE, Dann.TYPE),
                List.of(64, 256),
                5,
                0.5,
                null,
                260);
    }

    /** A quick check: one round each. */
    public static BenchmarkSettings quick() {
        return new BenchmarkSettings(
                List.of(BenchmarkNet.MNIST, BenchmarkNet.SVHN), List.of(Dann.TYPE), List.of(64), 1, 0.2, null);
    }
}

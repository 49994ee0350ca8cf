package io.github.dann4j.benchmark;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Networks;
import io.github.dann4j.optimize.OptimizerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the cost of a DANN step grows: with the batch for each network, and with the size of the image for the network
 * that takes any size.
 *
 * @param nets whose cost by batch is measured
 * @param batches images of each domain
 * @param sizes sides of the input, in pixels
 * @param sizeBatch images of each domain while the size varies
 * @param rounds turns of each measurement; the median counts
 * @param seconds of each turn; a few steps more if a step takes long
 */
public record CostCurves(
        List<BenchmarkNet> nets,
        List<Integer> batches,
        List<Integer> sizes,
        int sizeBatch,
        int rounds,
        double seconds) {
    private static final int CLASSES = 10;

    public CostCurves {
        nets = List.copyOf(nets);
        batches = List.copyOf(batches);
        sizes = List.copyOf(sizes);
        if (rounds < 1 || !(seconds > 0)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "curves need at least 1 round and more than 0 seconds, got %d rounds of %s s",
                    rounds,
                    seconds));
        }
    }

    /**
     * All networks from 8 to 256 images per domain, and the bottleneck network from 16 to 96 pixels: about a minute and
     * a half on two cores.
     */
    public static CostCurves whole() {
        return new CostCurves(
                List.of(BenchmarkNet.values()),
                List.of(8, 16, 32, 64, 128, 256),
                List.of(16, 24, 32, 48, 64, 96),
                64,
                3,
                0.25);
    }

    /** The two curves, each in the order of its cost. */
    public record Measured(List<CostRecord> byBatch, List<CostRecord> bySize) {
        public Measured {
            byBatch = List.copyOf(byBatch);
            bySize = List.copyOf(bySize);
        }
    }

    /**
     * Measures all costs.
     *
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     */
    public Measured measure(Precision precision, BenchmarkListener listener) {
        int parts = nets.size() + 1;
        List<CostRecord> byBatch = new ArrayList<>();
        for (int i = 0; i < nets.size(); i++) {
            BenchmarkNet net = nets.get(i);
            listener.began("%s by batch".formatted(net.label()), i + 1, parts);
            byBatch.addAll(of(net.spec(), net.optimizer(), batches, precision));
        }
        listener.began("%s by image size".formatted(BenchmarkNet.BOTTLENECK.label()), parts, parts);
        List<CostRecord> bySize = new ArrayList<>();
        for (int size : sizes) {
            bySize.addAll(of(
                    Networks.bottleneck(CLASSES, size),
                    BenchmarkNet.BOTTLENECK.optimizer(),
                    List.of(sizeBatch),
                    precision));
        }
        return new Measured(byBatch, bySize);
    }

    private List<CostRecord> of(
            NetworkSpec net, OptimizerSettings optimizer, List<Integer> ofBatches, Precision precision) {
        List<CostRecord> records = new ArrayList<>();
        try (Noise source = new Noise(net, 1);
                Noise target = new Noise(net, 2)) {
            for (int batch : ofBatches) {
                Cancellation.check("the measuring of curves");
                double[] rates = new double[rounds];
                try (TrainingCase step = TrainingCase.ours(
                        net,
                        optimizer,
                        Dann.TYPE,
                        batch,
                        precision,
                        source.images(),
                        target.images().unlabeled())) {
                    for (int round = 0; round < rounds; round++) {
                        rates[round] = step.imagesPerSecond(seconds);
                    }
                }
                double rate = Benchmark.median(rates);
                records.add(new CostRecord(
                        net.name(),
                        net.images().size(),
                        batch,
                        rate,
                        1e3 * Dann.TYPE.needs().batches() * batch / rate,
                        rate * StepFlops.dann(net) / 1e9));
            }
        }
        return records;
    }
}

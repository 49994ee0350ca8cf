package io.github.dann4j.benchmark;

import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.data.Normalisation;
import io.github.dann4j.data.Split;
import io.github.dann4j.engine.Cancellation;
import io.github.dann4j.engine.Machine;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.DannNetwork;
import io.github.dann4j.model.Domain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Times whole training steps on pictures of noise: as this library computes them, as usual tools do (float32, contiguous
 * layout, on the same libtorch), and as an outside program does; in turn, so that what else the machine does hits all alike.
 */
public final class Benchmark {
    /** Pictures of each domain: as in a set of some size, they do not fit into the processor's caches. */
    static final int IMAGES = 10_000;

    private final BenchmarkSettings settings;
    private final Precision precision;
    private final BenchmarkListener listener;
    private final int parts;
    private int begun;

    public Benchmark(BenchmarkSettings settings, Precision precision, BenchmarkListener listener) {
        this.settings = settings;
        this.precision = precision;
        this.listener = listener;
        this.parts = settings.nets().size() * (cases().size() + 1);
    }

    /** A method with its batch size; batches beyond the first one are timed for the last method alone. */
    private record Case(BenchmarkMethod method, int batch) {}

    private List<Case> cases() {
        List<BenchmarkMethod> methods = settings.methods();
        List<Case> cases = new ArrayList<>();
        for (BenchmarkMethod method : methods) {
            cases.add(new Case(method, settings.batches().get(0)));
        }
        settings.batches().stream()
                .skip(1)
                .forEach(batch -> cases.add(new Case(methods.get(methods.size() - 1), batch)));
        return cases;
    }

    /**
     * Runs all of it.
     *
     * @param startup measured elsewhere, by whoever knows the command; null for none
     * @throws BenchmarkException if the outside program fails
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     */
    public BenchmarkRecord run(BenchmarkRecord.@Nullable Startup startup) {
        List<Timing> timings = new ArrayList<>();
        List<BenchmarkRecord.Inference> inference = new ArrayList<>();
        BenchmarkRecord.Peak peak;
        try (PeakMeter meter = new PeakMeter()) {
            meter.measure();
            for (BenchmarkNet net : settings.nets()) {
                try (Noise source = new Noise(net, 1);
                        Noise target = new Noise(net, 2)) {
                    for (Case one : cases()) {
                        timings.add(time(net, one, source, target, meter));
                    }
                    inference.add(infer(net, source, timings));
                }
            }
            peak = meter.highest();
        }
        return new BenchmarkRecord(
                new BenchmarkRecord.Machine(Machine.processor(), Threads.inUse(), precision.label()),
                peak,
                timings.stream().map(timing -> timing.record(peak)).toList(),
                inference,
                startup,
                Machine.peakRssMiB().orElse(null));
    }

    private void began(String part) {
        listener.began(part, ++begun, parts);
    }

    private Timing time(BenchmarkNet net, Case one, Noise source, Noise target, PeakMeter meter) {
        BenchmarkMethod method = one.method();
        int batch = one.batch();
        began(String.format(Locale.ROOT, "%s, %s, %d images a domain", net.label(), method.label(), batch));
        int blasThreads = fasterReference(net, one, source, target);
        double[][] rates = new double[3][settings.rounds()];
        try (TrainingCase ours =
                        TrainingCase.ours(net, method, batch, precision, source.images, target.images.unlabeled());
                TrainingCase reference = TrainingCase.reference(
                        net, method, batch, blasThreads, source.images, target.images.unlabeled())) {
            for (int round = 0; round < settings.rounds(); round++) {
                Cancellation.check("the benchmark");
                rates[0][round] = ours.imagesPerSecond(settings.seconds());
                rates[1][round] = reference.imagesPerSecond(settings.seconds());
                if (settings.against() != null) {
                    rates[2][round] =
                            settings.against().imagesPerSecond(net, method, batch, Threads.inUse(), settings.seconds());
                }
                meter.measure();
            }
            Map<String, Double> profile = new LinkedHashMap<>();
            ours.profile().forEach((part, share) -> profile.put(part.name().toLowerCase(Locale.ROOT), share));
            return new Timing(net, one, precision, rates, settings.against() != null, profile);
        }
    }

    /** Threads of OpenBLAS by which the reference is faster: one, or all. */
    private int fasterReference(BenchmarkNet net, Case one, Noise source, Noise target) {
        int best = 1;
        double bestRate = 0;
        for (int threads : Stream.of(1, Threads.inUse()).distinct().toList()) {
            try (TrainingCase trial = TrainingCase.reference(
                    net, one.method(), one.batch(), threads, source.images, target.images.unlabeled())) {
                double rate = trial.imagesPerSecond(settings.seconds());
                if (rate > bestRate) {
                    bestRate = rate;
                    best = threads;
                }
            }
        }
        return best;
    }

    private BenchmarkRecord.Inference infer(BenchmarkNet net, Noise images, List<Timing> timings) {
        began(net.label() + ", predictions");
        double[] rates = new double[settings.rounds()];
        try (DannNetwork network = new DannNetwork(net.spec(), 0)) {
            Evaluator evaluator = new Evaluator(network, precision);
            for (int round = -1; round < rates.length; round++) {
                long start = System.nanoTime();
                evaluator.evaluate(images.images, Domain.SOURCE);
                double rate = IMAGES / ((System.nanoTime() - start) / 1e9);
                if (round >= 0) { // the first one warms up
                    rates[round] = rate;
                }
            }
        }
        double rate = median(rates);
        @Nullable
        Double ratio = timings.stream()
                .filter(timing -> timing.net == net && timing.one.method() == BenchmarkMethod.SOURCE_ONLY)
                .findFirst()
                .map(timing -> rate / median(timing.rates[0]))
                .orElse(null);
        return new BenchmarkRecord.Inference(net.label(), precision.label(), rate, ratio);
    }

    /**
     * One net, method and batch size.
     *
     * @param rates of ours, the reference and the outside program, in images per second, round by round
     */
    private record Timing(
            BenchmarkNet net,
            Case one,
            Precision precision,
            double[][] rates,
            boolean against,
            Map<String, Double> profile) {
        BenchmarkRecord.Training record(BenchmarkRecord.Peak peak) {
            double rate = median(rates[0]);
            double flops = StepFlops.training(net.spec(), one.method());
            double ceiling = precision == Precision.BF16 ? peak.bf16Gflops() : peak.fp32Gflops();
            return new BenchmarkRecord.Training(
                    net.label(),
                    one.method().label(),
                    one.batch() * one.method().domains(),
                    precision.label(),
                    rate,
                    median(rates[1]),
                    ratio(1),
                    against ? median(rates[2]) : null,
                    against ? ratio(2) : null,
                    flops,
                    rate * flops / 1e9 / ceiling,
                    profile.getOrDefault("data", 0.0),
                    Collections.unmodifiableMap(profile));
        }

        private double ratio(int other) {
            return median(IntStream.range(0, rates[0].length)
                    .mapToDouble(round -> rates[0][round] / rates[other][round])
                    .toArray());
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** A domain of noise, at the input size of a net, with labels drawn at random. */
    private static final class Noise implements AutoCloseable {
        private final ImageSet set;
        private final LabeledImages images;

        Noise(BenchmarkNet net, long seed) {
            int side = net.spec().inputSize();
            int channels = net.spec().inputChannels();
            int classes = net.classes();
            SplittableRandom random = new SplittableRandom(seed);
            byte[] pixels = new byte[IMAGES * side * side * channels];
            random.nextBytes(pixels);
            int[] labels = random.ints(IMAGES, 0, classes).toArray();
            List<String> names =
                    IntStream.range(0, classes).mapToObj(String::valueOf).collect(Collectors.toList());
            try (PointerScope scope = new PointerScope()) {
                set = ImageSet.labeled(
                        "noise", Split.TRAIN, Tensors.ofBytes(pixels, IMAGES, side, side, channels), labels, names);
                List<Double> half = Collections.nCopies(channels, 0.5);
                images = new LabeledImages(set, new Normalisation(half, half));
            }
        }

        @Override
        public void close() {
            images.close();
            set.close();
        }
    }
}

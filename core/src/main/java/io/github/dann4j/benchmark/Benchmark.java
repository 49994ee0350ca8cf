package io.github.dann4j.benchmark;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Machine;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Times whole training steps on images of noise: as this library computes them, as common tools do (float32, contiguous
 * layout, on the same libtorch), and as an outside program does. They take turns, so that other load on the machine
 * affects all alike. If DANN is among the methods, its step takes turns with each other method's step, too.
 */
public final class Benchmark {
    /** Seconds of a round of predictions from which on no uncounted round precedes the counted ones. */
    private static final double LONG = 3;

    private final BenchmarkSettings settings;
    private final Precision precision;
    private final @Nullable Competitor reference;
    private final BenchmarkListener listener;
    private final int parts;
    private final Allowance allowance;
    private int begun;

    /**
     * @param precision of this library's steps
     * @param reference the same step as common tools compute it: a {@link Reference}, best in a separate process; null
     *     for none, as on a GPU, for which it is not made
     */
    public Benchmark(
            BenchmarkSettings settings,
            Precision precision,
            @Nullable Competitor reference,
            BenchmarkListener listener) {
        this.settings = settings;
        this.precision = precision;
        this.reference = reference;
        this.listener = listener;
        this.parts = settings.nets().size() * (cases().size() + 1);
        this.allowance = new Allowance(settings.limit(), parts, System::nanoTime);
    }

    /** A method with its batch size; batch sizes after the first are timed only for the last method. */
    private record Case(MethodType<?> method, int batch) {
        int imagesPerStep() {
            return batch * method.needs().batches();
        }
    }

    private List<Case> cases() {
        List<MethodType<?>> methods = settings.methods();
        List<Case> cases = new ArrayList<>();
        for (MethodType<?> method : methods) {
            cases.add(new Case(method, settings.batches().get(0)));
        }
        settings.batches().stream()
                .skip(1)
                .forEach(batch -> cases.add(new Case(methods.get(methods.size() - 1), batch)));
        return cases;
    }

    /**
     * Runs the benchmark.
     *
     * @param startup measured by the caller, who knows the command; null for none
     * @throws BenchmarkException if the reference or the outside program fails
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     */
    public BenchmarkRecord run(BenchmarkRecord.@Nullable Startup startup) {
        List<Timing> timings = new ArrayList<>();
        List<BenchmarkRecord.Inference> inference = new ArrayList<>();
        BenchmarkRecord.Peak peak;
        try (PeakFlops meter = new PeakFlops()) {
            meter.measure();
            for (BenchmarkNet net : settings.nets()) {
                try (Noise source = new Noise(net.spec(), 1);
                        Noise target = new Noise(net.spec(), 2);
                        TrainingCase dann =
                                settings.methods().contains(Dann.TYPE) ? ours(net, dann(), source, target) : null) {
                    for (Case one : cases()) {
                        timings.add(time(net, one, source, target, dann, meter));
                    }
                    inference.add(infer(net, source, timings));
                }
            }
            peak = meter.highest();
        }
        return new BenchmarkRecord(
                new BenchmarkRecord.Machine(Device.current().hardware(), Threads.inUse(), precision.label()),
                peak,
                timings.stream().map(timing -> timing.record(peak)).toList(),
                inference,
                startup,
                Machine.peakRssMiB().orElse(null));
    }

    private void began(String part) {
        allowance.nextPart();
        listener.began(part, ++begun, parts);
    }

    /** Returns the step that those of the other methods are compared with. */
    private Case dann() {
        return new Case(Dann.TYPE, settings.batches().get(0));
    }

    private TrainingCase ours(BenchmarkNet net, Case one, Noise source, Noise target) {
        return TrainingCase.ours(
                net.spec(),
                net.optimizer(),
                one.method(),
                one.batch(),
                precision,
                source.images(),
                target.images().unlabeled());
    }

    private Timing time(
            BenchmarkNet net, Case one, Noise source, Noise target, @Nullable TrainingCase dann, PeakFlops meter) {
        MethodType<?> method = one.method();
        int batch = one.batch();
        began(String.format(Locale.ROOT, "%s, %s, %d images per batch", net.label(), method.name(), batch));
        int threads = Threads.inUse();
        double seconds = settings.seconds();
        double[][] rates = new double[3][settings.rounds()];
        double[] costs = new double[settings.rounds()];
        boolean costed = dann != null && batch == dann().batch();
        int turns = 0;
        try (TrainingCase ours = ours(net, one, source, target)) {
            do {
                Cancellation.check("the benchmark");
                allowance.nextTurn();
                int round = turns++;
                rates[0][round] = ours.imagesPerSecond(seconds);
                if (dann != null && costed) {
                    costs[round] = method == Dann.TYPE
                            ? 1
                            : steps(
                                    one.imagesPerStep(),
                                    rates[0][round],
                                    dann().imagesPerStep(),
                                    dann.imagesPerSecond(seconds));
                }
                if (reference != null) {
                    rates[1][round] = reference.imagesPerSecond(net, method, batch, threads, seconds);
                }
                if (settings.against() != null) {
                    rates[2][round] = settings.against().imagesPerSecond(net, method, batch, threads, seconds);
                }
                meter.measure();
            } while (turns < settings.rounds() && allowance.hasAnotherTurn());
            Map<String, Double> profile = new LinkedHashMap<>();
            ours.profile().forEach((part, share) -> profile.put(part.name().toLowerCase(Locale.ROOT), share));
            return new Timing(
                    net,
                    one,
                    precision,
                    first(turns, rates),
                    costed ? median(Arrays.copyOf(costs, turns)) : null,
                    reference != null,
                    settings.against() != null,
                    profile);
        }
    }

    /** Returns how many of the other steps take as long as one step; rates are in images per second. */
    static double steps(int imagesPerStep, double rate, int othersImagesPerStep, double othersRate) {
        return imagesPerStep / rate * othersRate / othersImagesPerStep;
    }

    private static double[][] first(int turns, double[][] rates) {
        return Arrays.stream(rates).map(side -> Arrays.copyOf(side, turns)).toArray(double[][]::new);
    }

    private BenchmarkRecord.Inference infer(BenchmarkNet net, Noise images, List<Timing> timings) {
        began(net.label() + ", predictions");
        double[] rates = new double[settings.predictions()];
        int turns = 0;
        allowance.nextTurn();
        try (Network network = new Network(net.spec(), 0)) {
            Evaluator evaluator = new Evaluator(network, precision);
            double first = rate(evaluator, images);
            if (Noise.IMAGES / first > LONG) { // what is done once matters little in a long round
                rates[turns++] = first;
            }
            while (turns == 0 || turns < rates.length && allowance.hasAnotherTurn()) {
                allowance.nextTurn();
                rates[turns++] = rate(evaluator, images);
            }
        }
        double rate = median(Arrays.copyOf(rates, turns));
        @Nullable
        Double ratio = timings.stream()
                .filter(timing -> timing.net == net && timing.one.method() == SourceOnly.TYPE)
                .findFirst()
                .map(timing -> rate / median(timing.rates[0]))
                .orElse(null);
        return new BenchmarkRecord.Inference(net.label(), precision.label(), rate, ratio, turns);
    }

    private static double rate(Evaluator evaluator, Noise images) {
        long start = System.nanoTime();
        evaluator.evaluate(images.images(), Domain.SOURCE);
        return Noise.IMAGES / ((System.nanoTime() - start) / 1e9);
    }

    /**
     * The timing of one network, method and batch size.
     *
     * @param rates of this library, the reference and the outside program, in images per second, round by round
     * @param dannSteps see {@link BenchmarkRecord.Training}
     */
    private record Timing(
            BenchmarkNet net,
            Case one,
            Precision precision,
            double[][] rates,
            @Nullable Double dannSteps,
            boolean reference,
            boolean against,
            Map<String, Double> profile) {
        BenchmarkRecord.Training record(BenchmarkRecord.Peak peak) {
            double rate = median(rates[0]);
            @Nullable Double flops = StepFlops.training(net.spec(), one.method());
            double ceiling = precision == Precision.BF16 ? peak.bf16Gflops() : peak.fp32Gflops();
            return new BenchmarkRecord.Training(
                    net.label(),
                    one.method().name(),
                    one.imagesPerStep(),
                    precision.label(),
                    rate,
                    dannSteps,
                    reference ? median(rates[1]) : null,
                    reference ? ratio(1) : null,
                    against ? median(rates[2]) : null,
                    against ? ratio(2) : null,
                    flops,
                    flops == null ? null : rate * flops / 1e9 / ceiling,
                    profile.getOrDefault("data", 0.0),
                    Collections.unmodifiableMap(profile),
                    rates[0].length);
        }

        private double ratio(int other) {
            return median(IntStream.range(0, rates[0].length)
                    .mapToDouble(round -> rates[0][round] / rates[other][round])
                    .toArray());
        }
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

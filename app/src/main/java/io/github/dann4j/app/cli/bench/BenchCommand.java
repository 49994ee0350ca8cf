package io.github.dann4j.app.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.benchmark.Benchmark;
import io.github.dann4j.benchmark.BenchmarkNet;
import io.github.dann4j.benchmark.BenchmarkRecord;
import io.github.dann4j.benchmark.BenchmarkSettings;
import io.github.dann4j.benchmark.CostCurves;
import io.github.dann4j.benchmark.OutsideProgram;
import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Precision;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code dann4j bench}: measures how fast this machine trains and predicts, and compares it with its ceiling and other
 * tools.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Time training steps on this machine: images per second, beside the same step as common tools compute it"
                    + " (float32, contiguous layout), the machine's own ceiling and, with --against, any other program.",
            "Takes four to five minutes; --quick, --net and --method narrow it. Nothing else should run meanwhile."
        },
        footer = {
            "",
            "Examples:  dann4j bench --net svhn --method dann",
            "           dann4j bench --net svhn --against 'python3 bench/pytorch/dann_step.py'"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int STARTS = 3;
    private static final String LINE = "%-11s %-12s %6s %10s %7s %10s %7s %10s %7s %10s %7s%n";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--net",
            split = ",",
            paramLabel = "NAME",
            description = "mnist, svhn, gtsrb or bottleneck; several are separated by commas (default: all).")
    private @Nullable List<String> nets;

    @Option(
            names = "--method",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Methods whose training steps are timed: names from 'dann4j methods', separated by commas (default: source-only,dann).")
    private @Nullable List<String> methods;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "N",
            description =
                    "Images in each batch of a step; a step has one batch for each domain or view. The first size is timed for all methods, the others for the last method only (default: 64,256).")
    private @Nullable List<Integer> batches;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds of each measurement; the median counts (default: 5).")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", paramLabel = "S", description = "Duration of each round in seconds (default: 0.5).")
    private @Nullable Double seconds;

    @Option(
            names = "--against",
            paramLabel = "COMMAND",
            description =
                    "A program that times the same step. It is called with --net --method --batch --threads --seconds and prints images per second as its last line.")
    private @Nullable String against;

    @Option(names = "--quick", description = "Run one short round of two networks, to check that the benchmark works.")
    private boolean quick;

    @Option(
            names = "--curves",
            paramLabel = "FILE",
            description =
                    "Instead of comparing, measure how the cost of a DANN step grows with batch, network and image size, and draw it into this PNG file. Takes about two minutes; --net and --batch shorten it.")
    private @Nullable Path curves;

    @Option(names = "--no-startup", description = "Do not time the start of the program.")
    private boolean noStartup;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Mixin
    private CommonOptions.Compute compute = new CommonOptions.Compute();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        BenchmarkSettings settings = settings(command);
        Precision precision = compute.apply();
        PrintWriter err = command.commandLine().getErr();
        if (curves != null) {
            return curves(curves, precision, command);
        }
        BenchmarkRecord.@Nullable Startup startup = null;
        if (!noStartup) {
            tell(err, "start of the program");
            startup = Startup.measure(starts());
        }
        BenchmarkRecord record;
        try (ReferenceProcess reference = Device.current().isGpu() ? null : new ReferenceProcess()) {
            record = new Benchmark(
                            settings,
                            precision,
                            reference,
                            (part, number, parts) ->
                                    tell(err, String.format(Locale.ROOT, "%d of %d: %s", number, parts, part)))
                    .run(startup);
        }
        print(record, settings, command.commandLine().getOut());
        return ExitCode.OK;
    }

    private int starts() {
        return quick ? 1 : STARTS;
    }

    private int curves(Path file, Precision precision, CommandSpec command) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) { // fail now, not after two minutes
            throw new ParameterException(
                    command.commandLine(),
                    "--curves %s: the folder %s does not exist; create it first".formatted(file, folder));
        }
        CostCurves whole = CostCurves.whole();
        BenchmarkSettings settings = settings(command);
        CostCurves.Measured measured = new CostCurves(
                        nets == null ? whole.nets() : settings.nets(),
                        batches == null ? whole.batches() : settings.batches(),
                        quick ? whole.sizes().subList(0, 2) : whole.sizes(),
                        whole.sizeBatch(),
                        rounds == null ? whole.rounds() : settings.rounds(),
                        seconds == null ? whole.seconds() : settings.seconds())
                .measure(
                        precision,
                        (part, number, parts) -> tell(
                                command.commandLine().getErr(),
                                String.format(Locale.ROOT, "%d of %d: %s", number, parts, part)));
        CostView.draw(measured, file);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            printJson(measured, out);
        } else {
            CostView.table(measured, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private void tell(PrintWriter err, String part) {
        if (!common.quiet()) {
            err.println("bench: " + part);
            err.flush();
        }
    }

    private BenchmarkSettings settings(CommandSpec command) {
        BenchmarkSettings base = quick ? BenchmarkSettings.quick() : BenchmarkSettings.whole();
        try {
            return new BenchmarkSettings(
                    nets == null
                            ? base.nets()
                            : nets.stream().map(BenchCommand::net).toList(),
                    methods == null
                            ? base.methods()
                            : methods.stream().<MethodType<?>>map(Methods::of).toList(),
                    batches == null ? base.batches() : batches,
                    rounds == null ? base.rounds() : rounds,
                    seconds == null ? base.seconds() : seconds,
                    against == null ? null : new OutsideProgram(against),
                    rounds == null && seconds == null && against == null ? base.limit() : Double.POSITIVE_INFINITY);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), Objects.requireNonNullElse(e.getMessage(), "wrong option"), e);
        }
    }

    private static BenchmarkNet net(String name) {
        return Arrays.stream(BenchmarkNet.values())
                .filter(net -> net.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown network '%s'; known: %s"
                        .formatted(
                                name,
                                Arrays.stream(BenchmarkNet.values())
                                        .map(BenchmarkNet::label)
                                        .collect(Collectors.joining(", ")))));
    }

    private void print(BenchmarkRecord record, BenchmarkSettings settings, PrintWriter out) {
        if (json) {
            printJson(record, out);
        } else {
            table(record, out);
            fewerTurns(record, settings).ifPresent(out::println);
        }
        out.flush();
    }

    /** Returns which figures are of fewer turns than planned, because all of them would have taken too long. */
    private Optional<String> fewerTurns(BenchmarkRecord record, BenchmarkSettings settings) {
        List<String> fewer = new ArrayList<>();
        for (BenchmarkRecord.Training one : record.training()) {
            if (one.turns() < settings.rounds()) {
                fewer.add(
                        String.format(Locale.ROOT, "%s %s %d: %d", one.net(), one.method(), one.batch(), one.turns()));
            }
        }
        for (BenchmarkRecord.Inference one : record.inference()) {
            if (one.turns() < settings.predictions()) {
                fewer.add(String.format(Locale.ROOT, "predictions %s: %d", one.net(), one.turns()));
            }
        }
        if (record.startup() != null && record.startup().turns() < starts()) {
            fewer.add("start: " + record.startup().turns());
        }
        return fewer.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "fewer turns than planned (%d, predictions %d, start %d), because the time is limited: %s",
                        settings.rounds(),
                        settings.predictions(),
                        starts(),
                        String.join(", ", fewer)));
    }

    private static void printJson(Object values, PrintWriter out) {
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(values));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written", e);
        }
    }

    private static void table(BenchmarkRecord record, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%s, %d threads: matrix products %,.0f GFLOP/s in fp32, %,.0f in bf16; memory %.1f GB/s%n%n",
                record.machine().cpu(),
                record.machine().threads(),
                record.peak().fp32Gflops(),
                record.peak().bf16Gflops(),
                record.peak().memoryGBs());
        boolean outside = record.training().stream().anyMatch(one -> one.againstImagesPerSecond() != null);
        out.printf(
                LINE,
                "net",
                "method",
                "batch",
                "images/s",
                record.training().stream().anyMatch(one -> one.dannSteps() != null) ? "x dann" : "",
                "reference",
                "ratio",
                outside ? "against" : "",
                outside ? "ratio" : "",
                "of peak %",
                "data %");
        for (BenchmarkRecord.Training one : record.training()) {
            out.printf(
                    LINE,
                    one.net(),
                    one.method(),
                    one.batch(),
                    number("%,.0f", one.imagesPerSecond()),
                    number("%.2f", one.dannSteps()),
                    number("%,.0f", one.referenceImagesPerSecond()),
                    number("%.2f", one.ratio()),
                    number("%,.0f", one.againstImagesPerSecond()),
                    number("%.2f", one.againstRatio()),
                    number("%.1f", one.shareOfPeak() == null ? null : 100 * one.shareOfPeak()),
                    number("%.1f", 100 * one.dataWaitShare()));
        }
        out.printf("%n%-24s %s%n", "share of a step, %", parts(record).collect(Collectors.joining(" ")));
        for (BenchmarkRecord.Training one : record.training()) {
            out.printf(
                    "%-24s %s%n",
                    String.format(Locale.ROOT, "%s, %s, %d", one.net(), one.method(), one.batch()),
                    parts(record)
                            .map(part -> String.format(
                                    Locale.ROOT,
                                    "%" + part.length() + ".1f",
                                    100 * one.profile().getOrDefault(part, 0.0)))
                            .collect(Collectors.joining(" ")));
        }
        out.println();
        for (BenchmarkRecord.Inference one : record.inference()) {
            out.printf(
                    Locale.ROOT,
                    "predictions, %s: %,.0f images/s%s%n",
                    one.net(),
                    one.imagesPerSecond(),
                    one.trainingRatio() == null
                            ? ""
                            : String.format(
                                    Locale.ROOT, ", %.1f times its training on the source", one.trainingRatio()));
        }
        if (record.startup() != null) {
            out.printf(
                    Locale.ROOT,
                    "start: --version %.2f s, first step of the embedded pair %.1f s%n",
                    record.startup().versionSeconds(),
                    record.startup().firstStepSeconds());
        }
        if (record.peakRssMiB() != null) {
            out.printf(Locale.ROOT, "peak memory: %,d MiB%n", record.peakRssMiB());
        }
    }

    private static Stream<String> parts(BenchmarkRecord record) {
        return record.training().get(0).profile().keySet().stream();
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, format, value);
    }
}

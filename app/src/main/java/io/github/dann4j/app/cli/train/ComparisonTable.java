package io.github.dann4j.app.cli.train;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.app.cli.console.Durations;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.ComparisonRecord.Row;
import io.github.dann4j.result.EnvironmentRecord;
import io.github.dann4j.result.Figure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints the results of a comparison as a table. */
public final class ComparisonTable {
    private static final String LINE = "%-16s %14s %14s %14s %12s %10s %10s%n";

    private ComparisonTable() {}

    private static String computedOn(EnvironmentRecord machine) {
        return machine.deviceLabel().equals("cpu")
                ? String.format(Locale.ROOT, "%d threads", machine.threads())
                : machine.device();
    }

    static void print(ComparisonRecord record, PrintWriter out) {
        List<Long> seeds = record.rows().get(0).seeds();
        String things = record.recipe().network().input().things();
        out.printf(
                Locale.ROOT,
                "%n%s -> %s: preset %s, %d steps of %d + %d %s%s, %s, %s, %s, last step, full test sets%n%n",
                record.source(),
                record.target(),
                record.preset(),
                record.recipe().steps(),
                record.recipe().batchSize(),
                record.recipe().batchSize(),
                things,
                labels(record.recipe().targetLabels()),
                seeds.size() == 1 ? "seed " + seeds.get(0) : "seeds " + join(seeds),
                record.environment().precision(),
                computedOn(record.environment()));
        out.printf(
                LINE,
                "method",
                "target acc. %",
                "source acc. %",
                "domain acc. %",
                "gap covered",
                "time/seed",
                things + "/s");
        for (Row row : record.rows()) {
            out.printf(
                    Locale.ROOT,
                    LINE,
                    title(row.method()),
                    percent(row.targetAccuracy()),
                    percent(row.sourceAccuracy()),
                    percent(row.domainAccuracy()),
                    row.gapCovered() == null ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * row.gapCovered()),
                    Durations.text(row.secondsPerSeed()),
                    String.format(Locale.ROOT, "%,.0f", row.imagesPerSecond()));
        }
        if (record.peakRssMiB() != null) {
            out.printf(Locale.ROOT, "%npeak memory: %,d MiB%n", record.peakRssMiB());
        }
        if (record.rows().stream().allMatch(row -> row.targetAccuracy() == null)) {
            out.printf("%n%s has no labels, so the accuracy on it is unknown.%n", record.target());
        } else if (seeds.size() > 1) {
            out.printf("%ntarget accuracy %% of each seed%n");
            record.rows().forEach(row -> out.printf("%-16s %s%n", title(row.method()), eachSeed(row)));
        }
    }

    private static String labels(int ofTarget) {
        return ofTarget == 0 ? "" : String.format(Locale.ROOT, ", %d labels of each class of the target", ofTarget);
    }

    private static String eachSeed(Row row) {
        Figure target = row.targetAccuracy();
        return target == null
                ? "-"
                : target.perSeed().stream()
                        .map(value -> String.format(Locale.ROOT, "%6.2f", 100 * value))
                        .collect(Collectors.joining(" "));
    }

    private static String title(String label) {
        return Methods.find(label).map(MethodType::title).orElse(label);
    }

    private static String percent(@Nullable Figure figure) {
        if (figure == null) {
            return "-";
        }
        return figure.perSeed().size() == 1
                ? String.format(Locale.ROOT, "%.2f", 100 * figure.mean())
                : String.format(Locale.ROOT, "%.2f ± %.2f", 100 * figure.mean(), 100 * figure.sd());
    }

    private static String join(List<Long> seeds) {
        return seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}

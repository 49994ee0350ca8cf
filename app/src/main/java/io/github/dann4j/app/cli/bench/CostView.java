package io.github.dann4j.app.cli.bench;

import io.github.dann4j.benchmark.CostCurves;
import io.github.dann4j.benchmark.CostRecord;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.report.CostChart;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Shows the curves of {@code bench --curves} as a table and as a chart. */
final class CostView {
    private CostView() {}

    static void table(CostCurves.Measured curves, PrintWriter out) {
        out.printf("%n%-11s %5s %6s %10s %9s %9s%n", "net", "size", "batch", "images/s", "ms/step", "GFLOP/s");
        rows(curves.byBatch(), out);
        out.println();
        rows(curves.bySize(), out);
    }

    private static void rows(List<CostRecord> records, PrintWriter out) {
        for (CostRecord one : records) {
            out.printf(
                    Locale.ROOT,
                    "%-11s %5d %6d %,10.0f %9.1f %9.0f%n",
                    one.net(),
                    one.size(),
                    2 * one.batch(),
                    one.imagesPerSecond(),
                    one.millisecondsPerStep(),
                    one.gflops());
        }
    }

    /** Draws the curves into a PNG file. */
    static void draw(CostCurves.Measured curves, Path file) {
        List<String> nets =
                curves.byBatch().stream().map(CostRecord::net).distinct().toList();
        List<CostChart.Line> byNet = nets.stream()
                .map(net -> line(
                        net,
                        curves.byBatch().stream()
                                .filter(one -> one.net().equals(net))
                                .toList(),
                        one -> 2 * one.batch()))
                .toList();
        String net = curves.bySize().get(0).net();
        List<CostChart.Chart> charts = List.of(
                new CostChart.Chart("By batch", "images per step, both domains", "ms per step", byNet),
                new CostChart.Chart(
                        String.format(
                                Locale.ROOT,
                                "By image size, %d images",
                                2 * curves.bySize().get(0).batch()),
                        "side of the image (pixels)",
                        "ms per step",
                        List.of(line(net, curves.bySize(), CostRecord::size))));
        AtomicFile.write(file, out -> CostChart.writePng(out, charts));
    }

    private static CostChart.Line line(String name, List<CostRecord> records, ToDoubleFunction<CostRecord> x) {
        return new CostChart.Line(
                name,
                records.stream().map(x::applyAsDouble).toList(),
                records.stream().map(CostRecord::millisecondsPerStep).toList());
    }
}

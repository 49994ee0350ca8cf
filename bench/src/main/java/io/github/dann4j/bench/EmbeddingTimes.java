package io.github.dann4j.bench;

import io.github.dann4j.embed.Affinities;
import io.github.dann4j.embed.Descent;
import io.github.dann4j.embed.Initialisation;
import io.github.dann4j.embed.Repulsion;
import io.github.dann4j.embed.Tsne;
import io.github.dann4j.embed.TsneSettings;
import io.github.dann4j.embed.TsneTimings;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.engine.NativeLibraries;
import io.github.dann4j.files.AtomicFile;
import java.awt.Color;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Measures how the time of a t-SNE iteration grows with the number of points. Prints a row for each number, and with
 * {@code --png FILE} draws the curves on logarithmic axes. Repulsion and attraction are timed separately by the program
 * itself, as the mean of 60 iterations.
 *
 * <pre>
 * java -cp 'bench/target/lib/*' io.github.dann4j.bench.EmbeddingTimes [--png FILE] 1000 10000 70000
 * </pre>
 *
 * The points are spread evenly over a square with three points per unit of area, as in finished embeddings, where the
 * grid is largest.
 */
public final class EmbeddingTimes {
    private static final int ITERATIONS = 60;
    /** Number of points embedded before the first row, so that all code is compiled. */
    private static final int WARM_UP = 2_000;

    private static final double DENSITY = 3;
    /** With more points, all pairs take minutes. */
    private static final int MOST_FOR_ALL_PAIRS = 10_000;

    /** Colours of Okabe and Ito, which colour-blind people can distinguish. */
    private static final Color[] COLOURS = {
        new Color(0x0072B2), new Color(0xE69F00), new Color(0x009E73), new Color(0xCC79A7)
    };

    private EmbeddingTimes() {}

    /** Runs the measurement; see the class. */
    public static void main(String[] args) {
        boolean draws = args.length > 1 && args[0].equals("--png");
        int[] counts = Arrays.stream(args)
                .skip(draws ? 2 : 0)
                .mapToInt(Integer::parseInt)
                .sorted()
                .toArray();
        if (counts.length == 0) {
            throw new IllegalArgumentException("usage: EmbeddingTimes [--png FILE] N...; N is a number of points");
        }
        NativeLibraries.load();
        measure(WARM_UP);
        List<Row> rows = new ArrayList<>();
        PrintStream out = System.out;
        out.println("| points | all pairs | tree | grid | attraction |");
        out.println("| --- | --- | --- | --- | --- |");
        for (int n : counts) {
            Row row = measure(n);
            rows.add(row);
            out.printf(
                    Locale.ROOT,
                    "| %,d | %s | %.2f ms | %.2f ms | %.2f ms |%n",
                    n,
                    Double.isNaN(row.allPairs()) ? "" : String.format(Locale.ROOT, "%.2f ms", row.allPairs()),
                    row.tree(),
                    row.grid(),
                    row.attraction());
        }
        if (draws) {
            draw(rows, Path.of(args[1]));
        }
    }

    /** Milliseconds per iteration. */
    private record Row(int n, double allPairs, double tree, double grid, double attraction) {}

    private static Row measure(int n) {
        Random random = new Random(0);
        double side = Math.sqrt(n / DENSITY);
        double[][] positions = new double[n][];
        Arrays.setAll(positions, i -> new double[] {side * random.nextDouble(), side * random.nextDouble()});
        TsneTimings grid = descend(positions, Repulsion.interpolated());
        return new Row(
                n,
                n <= MOST_FOR_ALL_PAIRS
                        ? iteration(descend(positions, Repulsion.exact()).repulsion())
                        : Double.NaN,
                iteration(descend(positions, Repulsion.barnesHut()).repulsion()),
                iteration(grid.repulsion()),
                iteration(grid.attraction()));
    }

    private static double iteration(double seconds) {
        return 1e3 * seconds / ITERATIONS;
    }

    private static TsneTimings descend(double[][] positions, Repulsion repulsion) {
        TsneSettings settings = TsneSettings.defaults()
                .withAffinities(Affinities.uniform(90))
                .withRepulsion(repulsion)
                .withInitialisation(new Initialisation.Given(positions, false))
                .withDescent(Descent.defaults()
                        .withStages(new Descent.Stage(ITERATIONS, 1, 0.8))
                        .withLearningRate(1e-3));
        return new Tsne(settings).embed(Points.of(positions)).timings();
    }

    private static void draw(List<Row> rows, Path file) {
        XYChart chart = new XYChartBuilder()
                .width(760)
                .height(480)
                .title("Time of a t-SNE iteration by the number of points")
                .xAxisTitle("points")
                .yAxisTitle("time per iteration (ms)")
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setYAxisLogarithmic(true)
                .setLegendPosition(LegendPosition.InsideNW)
                .setChartBackgroundColor(Color.WHITE)
                .setSeriesColors(COLOURS);
        add(
                chart,
                "repulsion, all pairs",
                rows,
                rows.stream().mapToDouble(Row::allPairs).toArray());
        add(chart, "repulsion, tree", rows, rows.stream().mapToDouble(Row::tree).toArray());
        add(chart, "repulsion, grid", rows, rows.stream().mapToDouble(Row::grid).toArray());
        add(
                chart,
                "attraction, 90 neighbours",
                rows,
                rows.stream().mapToDouble(Row::attraction).toArray());
        AtomicFile.write(file, out -> BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG));
    }

    private static void add(XYChart chart, String name, List<Row> rows, double[] values) {
        int known = (int)
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
        double[] n = rows.stream().mapToDouble(Row::n).limit(known).toArray();
        chart.addSeries(name, n, Arrays.copyOf(values, known));
    }
}

package io.github.dann4j.app.cli.paper;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.paper.PaperJson;
import io.github.dann4j.paper.image.ImagePair;
import io.github.dann4j.paper.image.ImageRecord;
import io.github.dann4j.paper.image.ImageSettings;
import io.github.dann4j.paper.image.ImageTable;
import io.github.dann4j.run.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the commands that compute table 2 of the paper, and their common work. */
final class ImageOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            defaultValue = "0,1,2",
            description = "Seeds, separated by commas; every method is trained once for each (default: 0,1,2).")
    private List<Long> seeds = List.of();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Number of steps of each training (default: as in preset paper).")
    private @Nullable Integer steps;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for table.json and a file for each training (default: a new folder under runs/).")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print the table as a JSON object.")
    private boolean json;

    @Mixin
    private CommonOptions.Compute compute = new CommonOptions.Compute();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    /** @param name of a new folder under {@code runs} */
    int run(List<ImagePair> pairs, String name) {
        CommandSpec command = Objects.requireNonNull(spec);
        if (steps != null && steps < 1) {
            throw new ParameterException(command.commandLine(), "--steps must be at least 1, got " + steps);
        }
        settings(command, pairs, Precision.FP32, 1); // wrong usage is reported before anything is loaded
        Precision precision = compute.apply();
        ImageSettings settings = settings(command, pairs, precision, Threads.inUse());
        DataLocation where = data.where(
                List.of(Split.values()),
                pairs.stream()
                        .flatMap(pair -> Stream.of(pair.source(), pair.target()))
                        .distinct()
                        .toArray(String[]::new));
        Path folder = out != null ? out : RunDirectory.unused(Path.of("runs"), name);
        RunDirectory.in(folder); // fails early if it cannot be written
        PrintWriter output = command.commandLine().getOut();
        ImageRecord table;
        try (ImageProgress progress = new ImageProgress(command.commandLine().getErr(), data.quiet())) {
            table = ImageTable.compute(settings, where, folder, progress);
        }
        if (json) {
            output.println(PaperJson.text(table));
        } else {
            print(table, output);
            output.printf("Written: %s%n", folder.resolve("table.json"));
        }
        output.flush();
        return ExitCode.OK;
    }

    private ImageSettings settings(CommandSpec command, List<ImagePair> pairs, Precision precision, int threads) {
        try {
            return new ImageSettings(pairs, seeds, steps == null ? 0 : steps, precision, threads);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    private static void print(ImageRecord table, PrintWriter output) {
        int seeds = table.settings().seeds().size();
        output.printf(
                Locale.ROOT,
                "Table 2 of the DANN paper: target accuracy in %%, mean of %d %s; the paper's figures in brackets%n",
                seeds,
                seeds == 1 ? "seed" : "seeds");
        for (ImagePair pair : table.settings().pairs()) {
            output.printf("%n%-24s  accuracy           gap covered      SVM     distance    by seed%n", pair.label());
            table.rows().stream().filter(row -> row.pair() == pair).forEach(row -> output.println(line(row)));
        }
        output.println();
    }

    private static String line(ImageRecord.Row row) {
        Double covered = row.gapCovered();
        Double svm = row.svm();
        Double distance = row.distance();
        return String.format(
                Locale.ROOT,
                "  %-22s  %5.2f (%5.2f)      %6s (%4.0f %%)    %5s    %8s    %s",
                row.method().title(),
                100 * row.accuracy(),
                row.published(),
                covered == null ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * covered),
                100 * row.publishedGap(),
                svm == null ? "-" : String.format(Locale.ROOT, "%.2f", 100 * svm),
                distance == null ? "-" : String.format(Locale.ROOT, "%.3f", distance),
                row.bySeed().stream()
                        .map(accuracy -> String.format(Locale.ROOT, "%.2f", 100 * accuracy))
                        .collect(Collectors.joining(", ")));
    }
}

package io.github.dann4j.app.cli.paper;

import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.paper.PaperJson;
import io.github.dann4j.paper.ReviewInput;
import io.github.dann4j.paper.ReviewMethod;
import io.github.dann4j.paper.ReviewRecord;
import io.github.dann4j.paper.ReviewSettings;
import io.github.dann4j.paper.ReviewTable;
import io.github.dann4j.paper.TableRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dann4j paper amazon}: table 1 of the paper. */
@Command(
        name = "amazon",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Table 1 of the DANN paper: DANN, NN and a linear SVM on 12 pairs of Amazon review domains.",
            "Each finished pair is a file in the folder; the same command with the same --out continues there."
        },
        footer = {"", "Example:  dann4j paper amazon --data DIR --seeds 12342,12343,12344 --out table-1"})
final class AmazonCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ReviewOptions reviews = new ReviewOptions();

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            defaultValue = "12342",
            description =
                    "Seeds of the networks, separated by commas (default: 12342, the seed of the authors' program).")
    private List<Long> seeds = List.of();

    @Option(names = "--hidden", paramLabel = "N", defaultValue = "50", description = "Hidden units (default: 50).")
    private int hidden;

    @Option(names = "--lambda", paramLabel = "X", defaultValue = "0.1", description = "λ of DANN (default: 0.1).")
    private double lambda;

    @Option(
            names = "--grid",
            description =
                    "Choose λ, hidden units and C for each pair by reverse validation from the paper's grid, which takes about 20 times as long.")
    private boolean grid;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for table.json and a file for each pair (default: a new folder under runs/).")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print the table as a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        ReviewSettings settings = reviews.settings(seeds, hidden, lambda, grid);
        DataLocation where = reviews.where(settings);
        Path folder = out != null ? out : reviews.unused("paper-amazon");
        ReviewProgress progress = new ReviewProgress(command.commandLine().getErr(), reviews.quiet());
        TableRecord table = ReviewTable.compute(settings, where, folder, reviews.threads(), progress);
        PrintWriter output = command.commandLine().getOut();
        if (json) {
            output.println(PaperJson.text(table));
        } else {
            print(table, output);
            output.printf("Written: %s%n", folder.resolve("table.json"));
        }
        output.flush();
        return ExitCode.OK;
    }

    private static void print(TableRecord table, PrintWriter output) {
        ReviewSettings settings = table.settings();
        output.printf(
                Locale.ROOT,
                "Table 1 of the DANN paper, %s: target accuracy in %%, mean of %d %s; the paper's figure in brackets%n%n",
                settings.input() == ReviewInput.COUNTS ? "word counts" : "mSDA features",
                settings.seeds().size(),
                settings.seeds().size() == 1 ? "seed" : "seeds");
        output.println("source       target              DANN            NN           SVM");
        for (ReviewRecord pair : table.pairs()) {
            output.printf(
                    Locale.ROOT,
                    "%-12s %-12s%s%n",
                    pair.pair().source().label(),
                    pair.pair().target().label(),
                    Stream.of(ReviewMethod.values())
                            .map(method ->
                                    cell(pair.of(method).mean(), pair.of(method).published()))
                            .collect(Collectors.joining()));
        }
        output.printf(
                Locale.ROOT,
                "%-25s%s%n%n",
                "mean",
                table.means().stream()
                        .map(mean -> cell(mean.accuracy(), mean.published()))
                        .collect(Collectors.joining()));
        output.println(
                "Poisson binomial test, first seed: probability that the first is better; the paper's in brackets");
        for (TableRecord.Test test : table.tests()) {
            output.printf(
                    Locale.ROOT,
                    "  %-4s better than %-4s %.2f (%.2f)%n",
                    test.first(),
                    test.second(),
                    test.probability(),
                    test.published());
        }
    }

    private static String cell(double accuracy, double published) {
        return String.format(Locale.ROOT, "  %5.1f (%4.1f)", 100 * accuracy, published);
    }
}

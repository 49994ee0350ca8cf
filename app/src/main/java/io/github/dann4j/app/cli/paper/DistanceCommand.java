package io.github.dann4j.app.cli.paper;

import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.paper.DistanceRecord;
import io.github.dann4j.paper.DistanceRecord.OfPair;
import io.github.dann4j.paper.Distances;
import io.github.dann4j.paper.PaperJson;
import io.github.dann4j.paper.ReviewInput;
import io.github.dann4j.paper.ReviewSettings;
import io.github.dann4j.run.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dann4j paper distance}: figure 3 of the paper. */
@Command(
        name = "distance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Figure 3 of the DANN paper: proxy A-distances of Amazon review domains, in the rows and in the hidden layers.",
            "0: a linear SVM cannot distinguish the domains; 2: it always can."
        },
        footer = {"", "Example:  dann4j paper distance --data DIR --out figure-3"})
final class DistanceCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ReviewOptions reviews = new ReviewOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "12342",
            description = "Seed of the networks and of the halves (default: 12342).")
    private long seed;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            defaultValue = "" + Distances.PAPER_HIDDEN,
            description = "Hidden units (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(
            names = "--lambda",
            paramLabel = "X",
            defaultValue = "" + Distances.PAPER_LAMBDA,
            description = "λ of DANN (default: ${DEFAULT-VALUE}).")
    private double lambda;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for distances.json (default: a new folder under runs/).")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print the distances as a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        ReviewSettings settings = reviews.settings(List.of(seed), hidden, lambda, false);
        DataLocation where = reviews.where(settings);
        RunDirectory directory = RunDirectory.in(out != null ? out : reviews.unused("paper-distance"));
        PrintWriter err = command.commandLine().getErr();
        DistanceRecord distances = Distances.measure(settings, where, reviews.threads(), one -> {
            if (!reviews.quiet()) {
                err.println(line(one));
                err.flush();
            }
        });
        directory.make();
        Path file = directory.folder().resolve("distances.json");
        PaperJson.write(file, distances);
        PrintWriter output = command.commandLine().getOut();
        if (json) {
            output.println(PaperJson.text(distances));
        } else {
            print(distances, output);
            output.printf("Written: %s%n", file);
        }
        output.flush();
        return ExitCode.OK;
    }

    private static String line(OfPair one) {
        return String.format(
                Locale.ROOT,
                "%-12s %-12s %8.3f %8.3f %8.3f",
                one.pair().source().label(),
                one.pair().target().label(),
                one.input(),
                one.nn(),
                one.dann());
    }

    private static void print(DistanceRecord distances, PrintWriter output) {
        output.printf(
                Locale.ROOT,
                "Figure 3 of the DANN paper: proxy A-distances, %d hidden units, λ %s, seed %d%n%n",
                distances.hidden(),
                distances.lambda(),
                distances.seed());
        output.printf(
                "source       target       %8s       NN     DANN%n",
                distances.input() == ReviewInput.COUNTS ? "counts" : "mSDA");
        distances.pairs().forEach(one -> output.println(line(one)));
        output.printf(
                Locale.ROOT,
                "%-25s %8.3f %8.3f %8.3f%n%nDANN's is smaller than NN's for %d of %d pairs%n",
                "mean",
                distances.mean(OfPair::input),
                distances.mean(OfPair::nn),
                distances.mean(OfPair::dann),
                distances.nearer(),
                distances.pairs().size());
    }
}

package io.github.dann4j.app.cli.paper;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.paper.MoonsExperiment;
import io.github.dann4j.paper.MoonsRecord;
import io.github.dann4j.paper.PaperJson;
import io.github.dann4j.report.MoonsChart;
import io.github.dann4j.run.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dann4j paper moons}: figure 2 of the paper. */
@Command(
        name = "moons",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Figure 2 of the DANN paper: NN and DANN on two moons, where the target is rotated by 35°.",
            "Draws both networks of the first seed as the paper does. Needs no data and takes seconds."
        },
        footer = {"", "Example:  dann4j paper moons --out figure-2"})
final class MoonsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            defaultValue = "42,43,44,45,46,47,48,49,50,51",
            description =
                    "Seeds of networks and moons, separated by commas; 42 gives the moons of the authors' program (default: 42 to 51).")
    private List<Long> seeds = List.of();

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "150",
            description =
                    "Points of each domain: 150 in the authors' program, 300 in the text of the paper (default: 150).")
    private int points;

    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "500",
            description = "Passes over the source (default: 500).")
    private int passes;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for moons.json and moons.png (default: a new folder under runs/).")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print the accuracies as a JSON object.")
    private boolean json;

    @Mixin
    private CommonOptions.Cores cores = new CommonOptions.Cores();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (seeds.isEmpty() || points < 4 || points > 1_000_000 || passes < 1 || passes > 1_000_000) {
            throw new ParameterException(
                    command.commandLine(),
                    String.format(
                            Locale.ROOT,
                            "--points must be 4 to 1,000,000 and --passes 1 to 1,000,000, got %d and %d",
                            points,
                            passes));
        }
        cores.apply();
        RunDirectory directory =
                RunDirectory.in(out != null ? out : RunDirectory.unused(Path.of("runs"), "paper-moons"));
        PrintWriter err = command.commandLine().getErr();
        List<MoonsRecord.OfSeed> results = new ArrayList<>();
        MoonsChart chart = null;
        for (long seed : seeds) {
            MoonsExperiment experiment = MoonsExperiment.run(points, seed, passes);
            MoonsRecord.OfSeed one = experiment.accuracies();
            results.add(one);
            if (chart == null) {
                chart = new MoonsChart(List.of(row(experiment.nn()), row(experiment.dann())), MoonsExperiment.REACH);
            }
            if (!common.quiet()) {
                err.printf(
                        Locale.ROOT,
                        "seed %d, %d of %d: NN %.2f %%, DANN %.2f %%%n",
                        seed,
                        results.size(),
                        seeds.size(),
                        100 * one.nn(),
                        100 * one.dann());
                err.flush();
            }
        }
        MoonsRecord moons = new MoonsRecord(points, results);
        directory.make();
        Path image = directory.folder().resolve("moons.png");
        Path values = directory.folder().resolve("moons.json");
        AtomicFile.write(image, Objects.requireNonNull(chart)::writePng);
        PaperJson.write(values, moons);
        PrintWriter output = command.commandLine().getOut();
        if (json) {
            output.println(PaperJson.text(moons));
        } else {
            print(moons, output);
            output.printf("Written: %s, %s%n", values, image);
        }
        output.flush();
        return ExitCode.OK;
    }

    private static MoonsChart.Row row(MoonsExperiment.View view) {
        return new MoonsChart.Row(
                view.title(),
                view.points(),
                view.labels(),
                view.classes(),
                view.domains(),
                view.components(),
                view.lines());
    }

    private static void print(MoonsRecord moons, PrintWriter output) {
        output.printf(
                Locale.ROOT,
                "Figure 2 of the DANN paper, %d points of each domain: accuracy in %%%n%n",
                moons.points());
        output.println("  seed   NN source   NN target   DANN source   DANN target");
        for (MoonsRecord.OfSeed one : moons.seeds()) {
            output.printf(
                    Locale.ROOT,
                    "%6d %11.2f %11.2f %13.2f %13.2f%n",
                    one.seed(),
                    100 * one.nnSource(),
                    100 * one.nn(),
                    100 * one.dannSource(),
                    100 * one.dann());
        }
        output.printf(
                Locale.ROOT,
                "%n%d of %d seeds: DANN classifies the whole target (paper: it does); mean NN %.2f, DANN %.2f%n",
                moons.perfect(),
                moons.seeds().size(),
                100 * moons.meanNn(),
                100 * moons.meanDann());
    }
}

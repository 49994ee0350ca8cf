package io.github.dann4j.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.data.DataCatalog;
import io.github.dann4j.data.DataEntry;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.evaluate.Evaluation;
import io.github.dann4j.experiment.RunDirectory;
import io.github.dann4j.experiment.SavedModel;
import io.github.dann4j.model.Domain;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dann4j evaluate}: any saved model on any labelled set. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Test a saved model on a labelled set.",
        footer = {"", "Example:  dann4j evaluate runs/mine --on mnist-m --data DIR"})
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A folder that 'train' wrote, or its model.safetensors.")
    private @Nullable Path model;

    @Option(
            names = "--on",
            required = true,
            paramLabel = "NAME",
            description = "A set of 'data list', or a part of one.")
    private @Nullable String on;

    @Option(
            names = "--split",
            paramLabel = "train|test",
            defaultValue = "test",
            description = "Which part of the set (default: test).")
    private Split split = Split.TEST;

    @Option(
            names = "--statistics",
            paramLabel = "source|target",
            description =
                    "Whose batch statistics normalise (default: the source's for the model's source set, else those the method uses on its target).")
    private @Nullable Domain statistics;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Mixin
    private CommonOptions.Compute compute = new CommonOptions.Compute();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        String name = Objects.requireNonNull(on);
        DataEntry entry = entry(command, name);
        Path given = Objects.requireNonNull(model);
        Path file = Files.isDirectory(given) ? new RunDirectory(given).model() : given;
        try (SavedModel saved = SavedModel.read(file);
                ImageSet set = DataCatalog.open(name, split, data.where(List.of(split), name))) {
            Domain used = statistics != null ? statistics : saved.card().statisticsFor(entry);
            Evaluation evaluation = saved.evaluate(set, used, compute.apply());
            print(command.commandLine().getOut(), saved.card(), set, used, evaluation);
        }
        return ExitCode.OK;
    }

    private static DataEntry entry(CommandSpec command, String name) {
        try {
            return DataCatalog.entry(name);
        } catch (DataException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    private void print(PrintWriter out, SavedModel.Card card, ImageSet set, Domain used, Evaluation evaluation) {
        String whose = used.name().toLowerCase(Locale.ROOT);
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("method", card.method());
            result.put("source", card.source());
            result.put("target", card.target());
            result.put("seed", card.seed());
            result.put("set", set.name());
            result.put("split", set.split().label());
            result.put("statistics", whose);
            result.put("images", evaluation.count());
            result.put("accuracy", evaluation.accuracy());
            result.put("confusion", evaluation.confusion());
            try {
                out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("plain values can be written", e);
            }
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s %s: accuracy %.2f %% of %,d images (%s trained %s -> %s, seed %d; %s statistics)%n",
                    set.name(),
                    set.split().label(),
                    100 * evaluation.accuracy(),
                    evaluation.count(),
                    card.method(),
                    card.source(),
                    card.target(),
                    card.seed(),
                    whose);
            double[] classes = evaluation.classAccuracies();
            List<String> names = card.classNames();
            for (int c = 0; c < classes.length; c++) {
                out.printf(
                        Locale.ROOT,
                        "  %-10s %s%n",
                        names.get(c),
                        Double.isNaN(classes[c])
                                ? "no image"
                                : String.format(Locale.ROOT, "%6.2f %%", 100 * classes[c]));
            }
        }
        out.flush();
    }
}

package io.github.dann4j.app.cli.embed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.data.DataException;
import io.github.dann4j.embed.Affinities;
import io.github.dann4j.embed.Descent;
import io.github.dann4j.embed.Repulsion;
import io.github.dann4j.embed.Tsne;
import io.github.dann4j.embed.TsneEmbedding;
import io.github.dann4j.embed.TsneSettings;
import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.Pca;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.report.ScatterPlot;
import io.github.dann4j.run.RunDirectory;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

/** {@code dann4j embed}: draws points of many dimensions on a plane. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draw features, images or a table of numbers as points on a plane, by t-SNE or principal components.",
            ""
        },
        footer = {
            "",
            "Examples:  dann4j embed runs/mine                        features of both domains: the input of the heads",
            "           dann4j embed mnist --split all --data DIR     70,000 digits by their pixels",
            "           dann4j embed flowers.csv --labels species     your own table"
        })
public final class EmbedCommand implements Callable<Integer> {
    /** The ways to reduce points to a plane. */
    enum Method {
        TSNE,
        PCA
    }

    /** The ways to compute the repulsion, by the names that users write. */
    enum RepulsionName {
        AUTO(Repulsion.auto()),
        EXACT(Repulsion.exact()),
        TREE(Repulsion.barnesHut()),
        GRID(Repulsion.interpolated());

        private final Repulsion repulsion;

        RepulsionName(Repulsion repulsion) {
            this.repulsion = repulsion;
        }
    }

    /** Keys of the files in the output of {@code --json}. */
    private static final Map<Format, String> NAMES =
            new EnumMap<>(Map.of(Format.PNG, "picture", Format.SVG, "drawing", Format.CSV, "table"));

    /** Files that can be written, in the order in which they are listed in the output. */
    enum Format {
        PNG,
        SVG,
        CSV
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "WHAT",
            description =
                    "A folder written by 'train' (or its model.safetensors), a .csv or .npy file, or a dataset from 'data list'.")
    private @Nullable String what;

    @Option(
            names = "--with",
            paramLabel = "tsne|pca",
            defaultValue = "tsne",
            description = "The method: t-SNE, or the first two principal components (default: tsne).")
    private Method with = Method.TSNE;

    @Option(
            names = "--images",
            paramLabel = "N",
            description =
                    "Use at most N points, spread evenly over the dataset or table (default: 2000 per domain of a run, else all).")
    private @Nullable Integer images;

    @Option(
            names = "--split",
            paramLabel = "train|test|all",
            defaultValue = "test",
            description = "Which split of the dataset, or of the datasets of a run (default: test).")
    private EmbedInput.Part split = EmbedInput.Part.TEST;

    @Option(
            names = "--labels",
            paramLabel = "COLUMN",
            description = "The column of a CSV file, by name or by number from 1, that gives the points their colours.")
    private @Nullable String labels;

    @Option(
            names = "--components",
            paramLabel = "N",
            defaultValue = "50",
            description =
                    "For t-SNE: points with more than N columns are first projected onto N principal components; 0: never (default: 50).")
    private int components;

    @Option(
            names = "--perplexity",
            paramLabel = "P",
            defaultValue = "30",
            description = "For t-SNE: effective number of neighbours of a point, usually 5 to 50 (default: 30).")
    private double perplexity;

    @Option(
            names = "--metric",
            paramLabel = "euclidean|cosine",
            defaultValue = "euclidean",
            description = "For t-SNE: distance between points (default: euclidean).")
    private Metric metric = Metric.EUCLIDEAN;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "500",
            description = "For t-SNE: iterations after the first 250, which use early exaggeration (default: 500).")
    private int iterations;

    @Option(
            names = "--exaggeration",
            paramLabel = "E",
            defaultValue = "1",
            description =
                    "For t-SNE: factor on the attraction after the first 250 iterations; more than 1 makes tighter clusters (default: 1).")
    private double exaggeration;

    @Option(
            names = "--repulsion",
            paramLabel = "auto|exact|tree|grid",
            defaultValue = "auto",
            description =
                    "For t-SNE: how the repulsion is computed; auto chooses by the number of points (default: auto).")
    private RepulsionName repulsion = RepulsionName.AUTO;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed (default: 0).")
    private long seed;

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "png|svg|csv",
            defaultValue = "png,csv",
            description =
                    "Files to write, separated by commas: charts (png, svg) and a table of coordinates (csv) (default: png,csv).")
    private Set<Format> formats = EnumSet.noneOf(Format.class);

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for embedding.png, embedding.svg and embedding.csv (default: a new folder under runs/).")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Mixin
    private CommonOptions.Compute compute = new CommonOptions.Compute();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        TsneSettings settings = settings(command);
        EmbedInput.Source source =
                EmbedInput.Source.of(Objects.requireNonNull(what), split, labels, command.commandLine());
        var precision = compute.apply();
        RunDirectory directory = RunDirectory.in(
                out != null ? out : RunDirectory.unused(Path.of("runs"), "embed-" + source.shortName()));
        EmbedProgress progress = EmbedProgress.to(command.commandLine().getErr(), data.quiet());
        EmbedInput input = source.read(split, images, data, precision);
        CommonOptions.tell(input.remarks(), command);
        Drawn drawn = with == Method.PCA ? principal(input.points()) : tsne(input, settings, progress);
        write(directory, input, drawn, command.commandLine().getOut());
        return ExitCode.OK;
    }

    /**
     * A finished embedding.
     *
     * @param summary one line for people
     * @param facts values for programs
     */
    private record Drawn(double[][] coordinates, ScatterPlot.Axes axes, String summary, Map<String, Object> facts) {}

    private TsneSettings settings(CommandSpec command) {
        try {
            if (components < 0 || (images != null && images < 2)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "--components must be 0 or more and --images at least 2, got %d and %s",
                        components,
                        images));
            }
            return TsneSettings.defaults()
                    .withAffinities(Affinities.perplexity(perplexity))
                    .withMetric(metric)
                    .withRepulsion(repulsion.repulsion)
                    .withDescent(Descent.defaults()
                            .withStages(
                                    new Descent.Stage(250, 12, 0.8), new Descent.Stage(iterations, exaggeration, 0.8)))
                    .withSeed(seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    private Drawn principal(Points points) {
        Pca pca = Pca.fit(points, 2, seed);
        Points projected = pca.project(points);
        double[][] coordinates = new double[points.count()][projected.dimensions()];
        for (int i = 0; i < coordinates.length; i++) {
            for (int c = 0; c < projected.dimensions(); c++) {
                coordinates[i][c] = projected.get(i, c);
            }
        }
        return new Drawn(
                coordinates,
                new ScatterPlot.Axes(axis(pca, 0), axis(pca, 1), true),
                String.format(
                        Locale.ROOT, "the first two components explain %.1f %% of the variance", 100 * pca.explained()),
                Map.of("varianceExplained", pca.explained()));
    }

    private static String axis(Pca pca, int component) {
        boolean there = component < pca.variances().length && pca.totalVariance() > 0;
        return String.format(
                Locale.ROOT,
                "principal component %d (%.1f %% of the variance)",
                component + 1,
                there ? 100 * pca.variances()[component] / pca.totalVariance() : 0);
    }

    private Drawn tsne(EmbedInput input, TsneSettings settings, EmbedProgress progress) {
        Points points = input.points();
        String projected = "";
        Map<String, Object> facts = new LinkedHashMap<>();
        if (components > 0 && points.dimensions() > components) {
            progress.projecting(points.dimensions(), components);
            points = Pca.fit(points, components, seed).project(points);
            projected = String.format(Locale.ROOT, "on %d components, ", points.dimensions());
            facts.put("components", points.dimensions());
        } else if (input.centred() && metric == Metric.COSINE) {
            throw new DataException(
                    "%s: the values are so far from 0 that single precision cannot tell their directions apart; subtract the mean of each column, or use --metric euclidean"
                            .formatted(what));
        }
        progress.embedding(points.count());
        TsneEmbedding embedding = new Tsne(settings).embed(points, progress);
        double used =
                ((Affinities.Perplexity) embedding.affinities()).perplexities().get(0);
        facts.put("perplexity", used);
        facts.put("klDivergence", embedding.klDivergence());
        facts.put("iterations", embedding.iterations());
        facts.put("seconds", embedding.timings());
        return new Drawn(
                embedding.coordinates(),
                new ScatterPlot.Axes("t-SNE 1 (distances without unit)", "t-SNE 2", false),
                String.format(
                        Locale.ROOT,
                        "%sperplexity %.4g, seed %d: KL divergence %.4f after %d iterations",
                        projected,
                        used,
                        seed,
                        embedding.klDivergence(),
                        embedding.iterations()),
                facts);
    }

    private void write(RunDirectory directory, EmbedInput input, Drawn drawn, PrintWriter output) {
        directory.make();
        String title = "%s, %s".formatted(input.title(), with == Method.TSNE ? "t-SNE" : "principal components");
        ScatterPlot plot = new ScatterPlot(title, drawn.axes(), drawn.coordinates(), input.panels());
        Map<Format, String> written = new EnumMap<>(Format.class);
        for (Format format : formats) {
            String suffix = format.name().toLowerCase(Locale.ROOT);
            Path file = directory.folder().resolve("embedding." + suffix);
            AtomicFile.write(
                    file,
                    switch (format) {
                        case PNG -> plot::writePng;
                        case SVG -> plot::writeSvg;
                        case CSV ->
                            stream ->
                                    stream.write(csv(input, drawn.coordinates()).getBytes(StandardCharsets.UTF_8));
                    });
            written.put(format, file.toString());
        }
        Points points = input.points();
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("of", input.title());
            result.put("points", points.count());
            result.put("columns", points.dimensions());
            result.putAll(drawn.facts());
            NAMES.forEach((format, name) -> {
                if (written.containsKey(format)) {
                    result.put(name, written.get(format));
                }
            });
            try {
                output.println(
                        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("plain values can be written", e);
            }
        } else {
            output.printf(
                    Locale.ROOT,
                    "%s: %,d points of %,d columns, %s%n",
                    input.title(),
                    points.count(),
                    points.dimensions(),
                    drawn.summary());
            output.printf("Written: %s%n", String.join(", ", written.values()));
        }
        output.flush();
    }

    /** One line per point, in the order of the input. */
    private static String csv(EmbedInput input, double[][] coordinates) {
        StringBuilder text = new StringBuilder(coordinates.length * 40);
        List<ScatterPlot.Panel> panels = input.panels();
        text.append("number,x").append(coordinates[0].length > 1 ? ",y" : "");
        panels.stream()
                .filter(panel -> !panel.groups().isEmpty())
                .forEach(panel -> text.append(',').append(panel.title()));
        text.append('\n');
        for (int i = 0; i < coordinates.length; i++) {
            text.append(input.numbers()[i]);
            for (double place : coordinates[i]) {
                text.append(',').append((float) place);
            }
            for (ScatterPlot.Panel panel : panels) {
                if (!panel.groups().isEmpty()) {
                    int group = panel.groupOf()[i];
                    text.append(',')
                            .append(group < 0 ? "" : quoted(panel.groups().get(group)));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String quoted(String cell) {
        return cell.matches("[^\",\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}

package io.github.dann4j.app.cli.paper;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.paper.ReviewInput;
import io.github.dann4j.paper.ReviewPair;
import io.github.dann4j.paper.ReviewSettings;
import io.github.dann4j.run.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the commands that train on reviews. */
final class ReviewOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--input",
            paramLabel = "counts|msda",
            defaultValue = "counts",
            description =
                    "What the methods read: word counts, or features of mSDA (right half of table 1) (default: counts).")
    private ReviewInput input = ReviewInput.COUNTS;

    @Option(
            names = "--pairs",
            split = ",",
            paramLabel = "PAIR",
            converter = ReviewPairs.class,
            description = "Only these pairs, separated by commas, such as books-dvd,kitchen-books (default: all 12).")
    private @Nullable List<ReviewPair> pairs;

    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "Maximum number of passes over the source; a training ends earlier when the error on held-out source rows no longer falls (default: 200).")
    private int passes;

    @Mixin
    private CommonOptions.Cores cores = new CommonOptions.Cores();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    /** @throws ParameterException if a value is not allowed */
    ReviewSettings settings(List<Long> seeds, int hidden, double lambda, boolean grid) {
        try {
            return new ReviewSettings(
                    input,
                    pairs != null ? pairs : ReviewPair.all(),
                    seeds,
                    hidden,
                    lambda,
                    ReviewSettings.learningRate(input),
                    passes,
                    grid);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    /** Loads libtorch with the threads of the options, and returns where the reviews are. */
    DataLocation where(ReviewSettings settings) {
        cores.apply();
        Threads.useInBlas(threads());
        return data.where(
                List.of(Split.TRAIN, Split.TEST),
                settings.pairs().stream()
                        .flatMap(pair -> Stream.of(pair.source(), pair.target()))
                        .map(domain -> domain.dataset())
                        .distinct()
                        .toArray(String[]::new));
    }

    /** Returns a new folder under {@code runs}, whose name ends in the input. */
    Path unused(String name) {
        return RunDirectory.unused(Path.of("runs"), name + "-" + input.name().toLowerCase(Locale.ROOT));
    }

    int threads() {
        return Threads.inUse();
    }

    boolean quiet() {
        return data.quiet();
    }
}

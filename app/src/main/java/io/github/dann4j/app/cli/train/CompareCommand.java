package io.github.dann4j.app.cli.train;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.app.cli.train.TrainingOptions.Choice;
import io.github.dann4j.app.cli.train.TrainingRun.Beginning;
import io.github.dann4j.experiment.ComparisonRun;
import io.github.dann4j.recipe.Comparison;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dann4j compare}: trains several methods on one pair of domains and compares them. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Train several methods on one pair of domains and compare them (default: source-only, AdaBN, DANN and train-on-target).",
            "Without options it trains on an embedded pair that needs no download and takes a few minutes."
        },
        footer = {"", "Example:  dann4j compare --source mnist --target mnist-m --data DIR --seeds 0,1,2"})
public final class CompareCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--methods",
            split = ",",
            paramLabel = "NAME",
            converter = MethodNames.class,
            description =
                    "Names from 'dann4j methods', separated by commas (default: source-only,adabn,dann,target-only; preset paper: without adabn, which needs batch norm).")
    private @Nullable List<MethodType<?>> methods;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            description =
                    "Seeds, separated by commas; every method is trained once for each (default: 0 for presets demo and quick, else 0,1,2).")
    private @Nullable List<Long> seeds;

    @Mixin
    private TrainingRun run = new TrainingRun();

    @Override
    public Integer call() {
        return run.run(new TrainingRun.Kind(
                this::beginning,
                CompareCommand::defaultName,
                "--seeds",
                false,
                (settings, experiment, snapshots, directory) ->
                        new ComparisonRun(settings, experiment, snapshots).run()));
    }

    private Beginning beginning() {
        Comparison comparison = comparison(Objects.requireNonNull(spec));
        Map<String, String> options = training.options(comparison);
        options.put("methods", TrainingRun.joined(comparison.methods()));
        options.put("seeds", TrainingRun.joined(comparison.seeds()));
        return new Beginning(comparison, options, training.withTensorBoard());
    }

    private Comparison comparison(CommandSpec command) {
        Choice choice = training.choice();
        List<Long> all = seeds != null ? seeds : choice.oneSeed() ? List.of(0L) : List.of(0L, 1L, 2L);
        try {
            return new Comparison(
                    choice.source(),
                    choice.target(),
                    choice.preset(),
                    choice.recipe(),
                    methods != null ? methods : choice.methods(),
                    all);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    private static String defaultName(Comparison comparison) {
        return "%s-to-%s-%s"
                .formatted(comparison.source(), comparison.target(), comparison.preset())
                .replaceAll("[^a-z0-9-]+", "_");
    }
}

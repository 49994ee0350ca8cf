package io.github.dann4j.app.cli.train;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.train.TrainingOptions.Choice;
import io.github.dann4j.app.cli.train.TrainingRun.Beginning;
import io.github.dann4j.experiment.ComparisonRun;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.recipe.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code dann4j compare}: trains several methods on one pair of domains and compares them. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Train several methods on one pair of domains and compare them (default: as the preset or recipe says).",
            "Without options it trains on an embedded pair that needs no download and takes a few minutes."
        },
        footer = {"", "Example:  dann4j compare --source mnist --target mnist-m --data DIR --seeds 0,1,2"})
public final class CompareCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--methods",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Names from 'dann4j methods', separated by commas, or 'all' for every method that can be trained here without labels of the target (default: as in the preset or recipe; in dann, demo and quick source-only,adabn,dann,target-only, in best dann-pl too).")
    private @Nullable List<String> methods;

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
        List<Long> all = seeds != null
                ? seeds
                : LongStream.range(0, choice.defaults().seeds()).boxed().toList();
        try {
            return new Comparison(
                            choice.source(),
                            choice.target(),
                            choice.preset(),
                            choice.recipe(),
                            methods(choice, all),
                            all)
                    .with(choice.backbone());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    private List<MethodType<?>> methods(Choice choice, List<Long> all) {
        if (methods == null) {
            return choice.defaults().compared();
        } else if (methods.equals(List.of(ALL))) {
            return Methods.all().stream()
                    .filter(method -> fits(method, choice, all))
                    .toList();
        }
        List<MethodType<?>> chosen = new ArrayList<>();
        for (String name : methods) {
            try {
                chosen.add(new MethodNames().convert(name));
            } catch (TypeConversionException e) {
                CommandLine command = Objects.requireNonNull(spec).commandLine();
                throw new ParameterException(command, "Invalid value for option '--methods': " + e.getMessage(), e);
            }
        }
        return chosen;
    }

    /** Returns whether a method can be trained here; says so if it cannot. */
    private boolean fits(MethodType<?> method, Choice choice, List<Long> all) {
        if (method.needsTargetLabels()) {
            return false; // not an adaptation
        }
        String reason = null;
        if (method.needs().needsImages() && !(choice.recipe().network().input() instanceof NetworkInput.Images)) {
            reason = "it needs images";
        } else {
            try {
                new Comparison(
                        choice.source(), choice.target(), choice.preset(), choice.recipe(), List.of(method), all);
            } catch (IllegalArgumentException e) {
                reason = Objects.requireNonNullElse(e.getMessage(), "")
                        .replaceFirst("^%s: ".formatted(method.name()), "");
            }
        }
        if (reason != null) {
            CommonOptions.tell(
                    List.of("--methods all: without %s: %s".formatted(method.name(), reason)),
                    Objects.requireNonNull(spec));
        }
        return reason == null;
    }

    private static String defaultName(Comparison comparison) {
        return "%s-to-%s-%s"
                .formatted(comparison.source(), comparison.target(), comparison.preset())
                .replaceAll("[^a-z0-9-]+", "_");
    }
}

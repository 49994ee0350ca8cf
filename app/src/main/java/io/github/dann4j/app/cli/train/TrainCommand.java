package io.github.dann4j.app.cli.train;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.app.cli.train.TrainingOptions.Choice;
import io.github.dann4j.app.cli.train.TrainingRun.Beginning;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.InitialModel;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.run.RunDirectory;
import io.github.dann4j.snapshot.ReportSnapshots;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

/** {@code dann4j train}: trains one method with one seed and saves the model. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Train one method on one pair of domains and save the model.",
        footer = {"", "Example:  dann4j train --source mnist --target mnist-m --data DIR --out runs/mine"})
public final class TrainCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--method",
            paramLabel = "NAME",
            converter = MethodNames.class,
            description = "A name from 'dann4j methods' (default: as in the preset or recipe; dann in most).")
    private @Nullable MethodType<?> method;

    @Option(
            names = "--from",
            paramLabel = "MODEL",
            description =
                    "Start from a saved model (a folder written by train, or its model.safetensors): its weights, network and normalisation are used, and the method's warm-up is skipped, so --method shot sees no source image.")
    private @Nullable Path from;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed (default: 0).")
    private long seed;

    @Mixin
    private TrainingRun run = new TrainingRun();

    @Override
    public Integer call() {
        return run.run(new TrainingRun.Kind(
                this::beginning,
                settings -> String.format(
                        Locale.ROOT,
                        "%s-seed%d",
                        settings.methods().get(0),
                        settings.seeds().get(0)),
                "--seed",
                true,
                TrainCommand::train));
    }

    private Beginning beginning() {
        Choice choice = training.choice();
        MethodType<?> trained = method == null ? choice.defaults().trained() : method;
        InitialModel initial = from == null ? null : InitialModel.of(SavedModel.file(from));
        Comparison settings = settings(choice, trained, initial);
        Map<String, String> options = training.options(settings);
        if (initial != null) {
            options.put("from", initial.file());
        }
        options.put("method", trained.name());
        options.put("seed", Long.toString(seed));
        return new Beginning(settings, options, training.withTensorBoard());
    }

    private Comparison settings(Choice choice, MethodType<?> trained, @Nullable InitialModel initial) {
        try {
            return new Comparison(
                    choice.source(),
                    choice.target(),
                    choice.preset(),
                    initial == null ? choice.recipe() : fitted(choice.recipe(), trained, initial),
                    List.of(trained),
                    List.of(seed),
                    initial,
                    // A training that starts from a model takes the features of its backbone.
                    choice.backbone() == null && initial != null
                            ? BackboneOptions.backbone(initial)
                            : choice.backbone());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    private static Recipe fitted(Recipe recipe, MethodType<?> method, InitialModel initial) {
        try (SavedModel model = SavedModel.read(initial)) {
            return model.card().fitted(recipe, method);
        }
    }

    private static ComparisonRecord train(
            Comparison settings, Experiment experiment, ReportSnapshots snapshots, @Nullable RunDirectory directory) {
        MethodType<?> method = settings.methods().get(0);
        try (TrainedRun trained = experiment.train(method, settings.seeds().get(0))) {
            if (directory != null) {
                directory.write(trained, settings, experiment.pair());
            }
            snapshots.trained(trained, method, experiment.pair(), experiment.precision());
            return ComparisonRecord.of(
                    settings, experiment.pair().records(), experiment.precision(), List.of(trained.record()));
        }
    }
}

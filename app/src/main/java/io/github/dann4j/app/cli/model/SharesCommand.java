package io.github.dann4j.app.cli.model;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.labelshift.ShiftSample;
import io.github.dann4j.model.Domain;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.validate.Outputs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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

/** {@code dann4j shares}: estimates how often each class occurs in the unlabelled target of a model. */
@Command(
        name = "shares",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Estimate how often each class occurs in the unlabelled target of a model, by five estimators.",
            "The mistakes of the model are measured on test images of the source. All estimators assume that a class looks alike in both domains.",
            ""
        },
        footer = {"", "Example:  dann4j shares runs/source-only --data DIR"})
public final class SharesCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "RUN_OR_MODEL",
            description =
                    "Folder written by 'train', or its model.safetensors. A model trained on the source alone is best.")
    private Path model = Path.of("");

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Use at most N examples of each domain, spread evenly over the dataset (default: 2000).")
    private int images;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Mixin
    private CommonOptions.Compute compute = new CommonOptions.Compute();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (images < 1) {
            throw new ParameterException(command.commandLine(), "--images must be at least 1, got " + images);
        }
        Precision precision = compute.apply();
        PrintWriter out = command.commandLine().getOut();
        SharesWriter writer = writer(precision);
        if (json) {
            writer.json(out);
        } else {
            writer.text(out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private SharesWriter writer(Precision precision) {
        try (SavedModel saved = SavedModel.of(model)) {
            ModelCard card = saved.card();
            DataLocation where =
                    card.located(data.where(List.of(Split.TRAIN, Split.TEST), card.source(), card.target()));
            try (ExampleSet source = card.open(card.source(), Split.TEST, where, Domain.SOURCE, data.extraction());
                    ExampleSet target = card.open(card.target(), Split.TRAIN, where, Domain.TARGET, data.extraction());
                    ExampleSet test = card.open(card.target(), Split.TEST, where, Domain.TARGET, data.extraction())) {
                Outputs outputs = saved.outputs(source, target, images, precision);
                return new SharesWriter(
                        card,
                        target.things(),
                        new ShiftSample(outputs.sourceLogits(), outputs.sourceLabels(), outputs.targetLogits()),
                        test.isLabeled() ? saved.classShares(test) : null);
            }
        }
    }
}

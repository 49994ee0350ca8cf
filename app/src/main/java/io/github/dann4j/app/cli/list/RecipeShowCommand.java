package io.github.dann4j.app.cli.list;

import io.github.dann4j.app.cli.train.TrainingOptions;
import io.github.dann4j.recipe.RecipeFile;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dann4j recipe show}: prints a recipe as JSON, with everything that decides results. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Print the recipe that compare and train would use with the same options, as JSON.",
            "The recipe of a preset depends on what the images of the pair show. Without --source and --target the pair is the embedded one."
        })
final class RecipeShowCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(RecipeFile.text(training.choice().complete()));
        out.flush();
        return ExitCode.OK;
    }
}

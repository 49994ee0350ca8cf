package io.github.dann4j.app.cli;

import io.github.dann4j.app.cli.bench.BenchCommand;
import io.github.dann4j.app.cli.bench.ReferenceCommand;
import io.github.dann4j.app.cli.data.DataCommand;
import io.github.dann4j.app.cli.embed.EmbedCommand;
import io.github.dann4j.app.cli.model.EvaluateCommand;
import io.github.dann4j.app.cli.model.ExportCommand;
import io.github.dann4j.app.cli.model.PredictCommand;
import io.github.dann4j.app.cli.model.ServeCommand;
import io.github.dann4j.app.cli.train.CompareCommand;
import io.github.dann4j.app.cli.train.LaunchCommand;
import io.github.dann4j.app.cli.train.MethodsCommand;
import io.github.dann4j.app.cli.train.RecipeCommand;
import io.github.dann4j.app.cli.train.RunsCommand;
import io.github.dann4j.app.cli.train.TrainCommand;
import io.github.dann4j.result.EnvironmentRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
        name = "dann4j",
        description = {
            "Domain adaptation: train a neural network on a labelled source domain so that it works on an unlabelled target domain.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Dann4j.Version.class,
        subcommands = {
            CompareCommand.class,
            TrainCommand.class,
            MethodsCommand.class,
            RecipeCommand.class,
            LaunchCommand.class,
            RunsCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            ExportCommand.class,
            ServeCommand.class,
            EmbedCommand.class,
            DataCommand.class,
            BenchCommand.class,
            ReferenceCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Start with:  dann4j compare",
            "Exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted (SIGTERM: 143)."
        })
final class Dann4j implements Runnable {
    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(),
                "command missing; choose one of compare, train, methods, recipe, launch, runs, evaluate, predict, export, serve, embed, data or bench");
    }

    /** The version of the library, which is also the version of the program. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"dann4j " + EnvironmentRecord.version()};
        }
    }
}

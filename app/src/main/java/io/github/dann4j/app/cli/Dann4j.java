package io.github.dann4j.app.cli;

import io.github.dann4j.experiment.EnvironmentRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of all verbs. */
@Command(
        name = "dann4j",
        description = {
            "Domain-adversarial training of neural networks: train on a labelled source domain, work on an unlabelled target domain.",
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
            "Begin with:  dann4j compare",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted (SIGTERM: 143)."
        })
final class Dann4j implements Runnable {
    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(),
                "which verb? compare, train, methods, recipe, launch, runs, evaluate, predict, export, serve, embed, data or bench");
    }

    /** The version of the library, which is the program's. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"dann4j " + EnvironmentRecord.version()};
        }
    }
}

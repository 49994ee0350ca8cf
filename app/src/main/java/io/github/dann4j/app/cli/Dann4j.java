package io.github.dann4j.app.cli;

import io.github.dann4j.app.cli.bench.BenchCommand;
import io.github.dann4j.app.cli.bench.ReferenceCommand;
import io.github.dann4j.app.cli.choose.AdaptCommand;
import io.github.dann4j.app.cli.choose.SweepCommand;
import io.github.dann4j.app.cli.data.DataCommand;
import io.github.dann4j.app.cli.embed.EmbedCommand;
import io.github.dann4j.app.cli.list.MethodsCommand;
import io.github.dann4j.app.cli.list.RecipeCommand;
import io.github.dann4j.app.cli.list.RunsCommand;
import io.github.dann4j.app.cli.model.EvaluateCommand;
import io.github.dann4j.app.cli.model.ExportCommand;
import io.github.dann4j.app.cli.model.PredictCommand;
import io.github.dann4j.app.cli.model.RankCommand;
import io.github.dann4j.app.cli.model.ServeCommand;
import io.github.dann4j.app.cli.model.SharesCommand;
import io.github.dann4j.app.cli.model.StudyCommand;
import io.github.dann4j.app.cli.paper.PaperCommand;
import io.github.dann4j.app.cli.train.CompareCommand;
import io.github.dann4j.app.cli.train.LaunchCommand;
import io.github.dann4j.app.cli.train.TrainCommand;
import io.github.dann4j.result.EnvironmentRecord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
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
        footer = {
            "",
            "Start with:  dann4j compare",
            "Exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted (SIGTERM: 143)."
        })
final class Dann4j implements Runnable {
    private static final String HELP = "help";
    private static final Set<String> VERSION = Set.of("-V", "--version");

    /** In the order of the help text. */
    private static final Map<String, Class<?>> COMMANDS = commands();

    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("adapt", AdaptCommand.class);
        commands.put("compare", CompareCommand.class);
        commands.put("train", TrainCommand.class);
        commands.put("sweep", SweepCommand.class);
        commands.put("methods", MethodsCommand.class);
        commands.put("recipe", RecipeCommand.class);
        commands.put("launch", LaunchCommand.class);
        commands.put("runs", RunsCommand.class);
        commands.put("evaluate", EvaluateCommand.class);
        commands.put("rank", RankCommand.class);
        commands.put("study", StudyCommand.class);
        commands.put("shares", SharesCommand.class);
        commands.put("predict", PredictCommand.class);
        commands.put("export", ExportCommand.class);
        commands.put("serve", ServeCommand.class);
        commands.put("embed", EmbedCommand.class);
        commands.put("data", DataCommand.class);
        commands.put("paper", PaperCommand.class);
        commands.put("bench", BenchCommand.class);
        commands.put("bench-reference", ReferenceCommand.class);
        commands.put(HELP, HelpCommand.class);
        return Collections.unmodifiableMap(commands);
    }

    /**
     * Returns the command line with the commands that these arguments can mean. Reading the options of all commands
     * takes a quarter of a second at every start.
     */
    static CommandLine commandLine(String... args) {
        CommandLine commandLine = new CommandLine(new Dann4j());
        String first = args.length == 0 ? "" : args[0];
        if (COMMANDS.containsKey(first) && !first.equals(HELP)) {
            commandLine.addSubcommand(COMMANDS.get(first));
        } else if (!(args.length == 1 && VERSION.contains(first))) {
            COMMANDS.values().forEach(commandLine::addSubcommand);
        }
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(),
                "command missing; choose one of adapt, compare, train, sweep, methods, recipe, launch, runs, evaluate, rank, predict, export, serve, embed, data, paper or bench");
    }

    /** The version of the library, which is also the version of the program. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"dann4j " + EnvironmentRecord.version()};
        }
    }
}

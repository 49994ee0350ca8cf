package io.github.dann4j.app.cli.paper;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dann4j paper}: repeats experiments of the DANN paper. */
@Command(
        name = "paper",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Repeat the experiments of the DANN paper (JMLR 2016), each with the paper's figures beside those measured:",
            "figure 2 (moons), table 1 (amazon), figure 3 (distance), table 2 (digits, signs)."
        },
        subcommands = {
            MoonsCommand.class,
            AmazonCommand.class,
            DistanceCommand.class,
            DigitsCommand.class,
            SignsCommand.class,
            AllCommand.class
        })
public final class PaperCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(),
                "command missing; choose one of paper moons, amazon, distance, digits, signs or all");
    }
}

package io.github.dann4j.app.cli.data;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dann4j data}: works with datasets, and fetches weights. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "List, describe, fetch, verify, make and show datasets; list, describe, fetch and verify weights.",
        subcommands = {
            DataListCommand.class,
            DataInfoCommand.class,
            DataFetchCommand.class,
            DataVerifyCommand.class,
            DataMakeCommand.class,
            DataShowCommand.class
        })
public final class DataCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(),
                "command missing; choose one of data list, info, fetch, verify, make or show");
    }
}

package io.github.dann4j.app.cli.list;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dann4j recipe}: works with recipes. */
@Command(
        name = "recipe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "List and show recipes, and print the schema of their files.",
        subcommands = {RecipeListCommand.class, RecipeShowCommand.class, RecipeSchemaCommand.class},
        footer = {"", "Example:  dann4j recipe show --preset best > mine.json; dann4j compare --recipe mine.json"})
public final class RecipeCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "command missing; choose one of recipe list, show or schema");
    }
}

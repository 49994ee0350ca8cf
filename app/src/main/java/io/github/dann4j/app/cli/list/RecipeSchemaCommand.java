package io.github.dann4j.app.cli.list;

import io.github.dann4j.recipe.RecipeFile;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dann4j recipe schema}: prints the schema of recipe files. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Print the JSON Schema of recipe files (draft 2020-12): keys, types, names of methods and layers.",
            "Editors use it to complete and check a recipe file that names it: \"$schema\": \"./recipe.schema.json\"."
        },
        footer = {"", "Example:  dann4j recipe schema > recipe.schema.json"})
final class RecipeSchemaCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(RecipeFile.schema());
        out.flush();
        return ExitCode.OK;
    }
}

package io.github.dann4j.app.cli.list;

import io.github.dann4j.recipe.Preset;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dann4j recipe list}: lists the presets. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "List the presets, the recipes that ship with dann4j, and what each one is for.")
final class RecipeListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        int width = Arrays.stream(Preset.values())
                .mapToInt(preset -> preset.label().length())
                .max()
                .orElseThrow();
        for (Preset preset : Preset.values()) {
            out.println(preset.label() + " ".repeat(width + 2 - preset.label().length()) + preset.purpose());
        }
        out.flush();
        return ExitCode.OK;
    }
}

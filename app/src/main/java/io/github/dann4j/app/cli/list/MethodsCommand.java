package io.github.dann4j.app.cli.list;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dann4j methods}: lists every registered method, including those of other jars. */
@Command(
        name = "methods",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "List the methods: the data that each one needs, and its settings with their defaults.",
            "A recipe may change the settings; 'recipe show' prints those that a training would use."
        },
        footer = {"", "Example:  dann4j compare --methods source-only,cdan --set cdan.lambda.max=1"})
public final class MethodsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            MethodList.printJson(out);
        } else {
            MethodList.print(out);
        }
        out.flush();
        return ExitCode.OK;
    }
}

package io.github.dann4j.app.cli.model;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.choose.study.ChoiceStudy;
import io.github.dann4j.recipe.RunJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dann4j study}: what choices without labels of the target were worth, over several adaptations. */
@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show what choices without labels were worth, over the adaptations in a folder that were tested afterwards.",
            "Compares the rule of this version, each method, each validator, and the rules that other pairs suggest, with the best candidate.",
            ""
        },
        footer = {"", "Example:  dann4j study docs/results/choices"})
public final class StudyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description =
                    "Folder with outputs of 'adapt --test-afterwards', also in subfolders; verdict.json and tested.json of each are read.")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        ChoiceStudy study = ChoiceStudy.in(Objects.requireNonNull(folder));
        if (json) {
            out.print(RunJson.write(study));
        } else {
            new StudyWriter(study).text(out);
        }
        out.flush();
        return ExitCode.OK;
    }
}

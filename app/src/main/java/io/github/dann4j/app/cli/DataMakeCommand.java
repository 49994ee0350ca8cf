package io.github.dann4j.app.cli;

import io.github.dann4j.data.DataCatalog;
import io.github.dann4j.data.DataEntry;
import io.github.dann4j.data.IdxWriter;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.experiment.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dann4j data make}: a generated set as files, for other programs. */
@Command(
        name = "make",
        mixinStandardHelpOptions = true,
        description = "Write a generated set as IDX files, the format of MNIST, for use by other programs.",
        footer = {"", "Example:  dann4j data make syn-numbers --train 100000 --test 10000 --out made"})
final class DataMakeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataSetOptions set = new DataSetOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the four files.")
    private @Nullable Path folder;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        DataEntry entry = set.entry();
        if (!DataCatalog.isGenerated(entry)) {
            throw new ParameterException(
                    command.commandLine(),
                    "'%s' is not generated, it comes in files; 'data list' tells which sets are generated"
                            .formatted(entry.name()));
        }
        PrintWriter out = command.commandLine().getOut();
        RunDirectory directory = RunDirectory.in(Objects.requireNonNull(folder));
        for (Split split : Split.values()) {
            try (ImageSet images = DataCatalog.open(set.name(), split, common.where(), set.size())) {
                Path target = directory.make();
                List<String> names = IdxWriter.names(images);
                Path pictures = target.resolve(names.get(0));
                Path labels = target.resolve(names.get(1));
                IdxWriter.write(images, pictures, labels);
                out.printf("%s%n%s%n", pictures, labels);
            }
        }
        out.flush();
        return ExitCode.OK;
    }
}

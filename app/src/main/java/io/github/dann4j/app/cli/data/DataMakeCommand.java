package io.github.dann4j.app.cli.data;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.MnistMRecipe;
import io.github.dann4j.data.format.IdxWriter;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.run.RunDirectory;
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

/** {@code dann4j data make}: writes a generated dataset into files for other programs. */
@Command(
        name = "make",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Write a generated dataset as IDX files, the format of MNIST, for other programs.",
            "Or make MNIST-M from MNIST and a folder of photographs, as its authors did; to use it, pass --data DIR."
        },
        footer = {
            "",
            "Examples:  dann4j data make syn-numbers --train 100000 --test 10000 --out made",
            "           dann4j data make mnist-m --photos BSDS500 --out DIR"
        })
final class DataMakeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataSetOptions set = new DataSetOptions();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the four files: images and labels of both splits.")
    private @Nullable Path folder;

    @Option(
            names = "--photos",
            paramLabel = "DIR",
            description = "For mnist-m: a folder (or zip or tar archive) of photographs, such as those of BSDS500.")
    private @Nullable Path photos;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        DatasetInfo entry = set.entry();
        if (photos != null || entry.name().equals("mnist-m")) {
            return makeMnistM(command, entry);
        }
        if (!DataCatalog.isGenerated(entry)) {
            throw new ParameterException(
                    command.commandLine(),
                    "'%s' is not a generated dataset, it comes in files; 'data list' shows which datasets are generated"
                            .formatted(entry.name()));
        }
        PrintWriter out = command.commandLine().getOut();
        RunDirectory directory = RunDirectory.in(Objects.requireNonNull(folder));
        for (Split split : Split.values()) {
            try (ImageSet images = DataCatalog.open(set.name(), split, common.where(), set.size())) {
                Path target = directory.make();
                List<String> names = IdxWriter.names(images);
                Path imageFile = target.resolve(names.get(0));
                Path labels = target.resolve(names.get(1));
                IdxWriter.write(images, imageFile, labels);
                out.printf("%s%n%s%n", imageFile, labels);
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private int makeMnistM(CommandSpec command, DatasetInfo entry) {
        if (photos == null || !entry.name().equals("mnist-m")) {
            throw new ParameterException(
                    command.commandLine(),
                    photos == null
                            ? "mnist-m is made from MNIST and photographs: give a folder of photographs with --photos"
                            : "--photos is for mnist-m; '%s' is not made from photographs".formatted(entry.name()));
        }
        Path target = new RunDirectory(Objects.requireNonNull(folder).resolve("mnist-m")).make();
        for (Split split : Split.values()) {
            try (ImageSet digits = DataCatalog.open("mnist", split, common.where());
                    ImageSet made = new MnistMRecipe(set.size().seed()).blend(digits, photos)) {
                if (split == Split.TRAIN) {
                    CommonOptions.tell(made.notes(), command);
                }
                Path imageFile = target.resolve("mnistm-%s-images-idx4-ubyte.gz".formatted(split.label()));
                Path labels = target.resolve("mnistm-%s-labels-idx1-ubyte.gz".formatted(split.label()));
                IdxWriter.write(made, imageFile, labels);
                command.commandLine().getOut().printf("%s%n%s%n", imageFile, labels);
            }
        }
        command.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}

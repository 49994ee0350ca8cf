package io.github.dann4j.app.cli.data;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.ContactSheet;
import io.github.dann4j.data.catalog.DataCatalog;
import java.nio.file.Path;
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

/** {@code dann4j data show}: draws a contact sheet of a dataset. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Draw images of a dataset with their classes into one PNG file.",
        footer = {"", "Example:  dann4j data show syn-numbers --out syn-numbers.png"})
final class DataShowCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataSetOptions set = new DataSetOptions();

    @Option(
            names = "--split",
            paramLabel = "train|test",
            defaultValue = "train",
            description = "Which split of the dataset (default: train).")
    private Split split = Split.TRAIN;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "200",
            description = "Number of images (default: 200).")
    private int images;

    @Option(names = "--columns", paramLabel = "N", defaultValue = "20", description = "Images per row (default: 20).")
    private int columns;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The PNG file to write.")
    private @Nullable Path file;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        set.entry();
        ContactSheet sheet = sheet(command);
        Path target = Objects.requireNonNull(file);
        try (ImageSet opened = DataCatalog.open(set.name(), split, common.where(), set.size())) {
            sheet.write(opened, target);
        }
        command.commandLine().getOut().println(target);
        return ExitCode.OK;
    }

    /** A sheet of images drawn at random with a fixed seed, because files are often ordered by class. */
    private ContactSheet sheet(CommandSpec command) {
        try {
            return new ContactSheet(images, columns, 0L);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }
}

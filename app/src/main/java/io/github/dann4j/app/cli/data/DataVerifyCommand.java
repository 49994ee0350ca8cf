package io.github.dann4j.app.cli.data;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.catalog.DataVerification;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.failure.Cancellation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dann4j data verify}: checks that files are complete and are those that were published. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Read the files of datasets from end to end and compare them with the published ones, where those are known.",
            "The exit code is 1 if a file is damaged or differs from the published one."
        },
        footer = {"", "Example:  dann4j data verify mnist"})
final class DataVerifyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Names from 'data list' (default: all datasets that are found).")
    private List<String> names = List.of();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        DataLocation where = common.where();
        boolean sound = true;
        List<DatasetInfo> entries = entries(command, where);
        if (entries.isEmpty()) {
            throw new DataException("found no dataset to verify in: %s; download one with 'dann4j data fetch NAME'"
                    .formatted(where.described()));
        }
        for (DatasetInfo entry : entries) {
            Cancellation.check("the verification of " + entry.name());
            DataVerification verification = DataVerification.of(entry, where);
            verification.findings().forEach(finding -> out.printf("%s %s%n", entry.name(), finding));
            sound &= verification.isSound();
            out.flush();
        }
        return sound ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<DatasetInfo> entries(CommandSpec command, DataLocation where) {
        List<DatasetInfo> entries = new ArrayList<>();
        for (String name : names) {
            try {
                entries.add(DataCatalog.entry(name));
            } catch (DataException e) {
                throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
            }
        }
        return names.isEmpty()
                ? DataCatalog.entries().stream()
                        .filter(entry -> DataCatalog.place(entry, where).isPresent())
                        .toList()
                : entries;
    }
}

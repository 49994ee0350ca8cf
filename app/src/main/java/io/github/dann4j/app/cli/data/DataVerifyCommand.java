package io.github.dann4j.app.cli.data;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.catalog.DataVerification;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.files.FileException;
import io.github.dann4j.pretrained.PublishedWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
            "Read the files of datasets and weights from end to end and compare them with the published ones, where those are known.",
            "The exit code is 1 if a file is damaged or differs from the published one."
        },
        footer = {"", "Example:  dann4j data verify mnist"})
final class DataVerifyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Names from 'data list' (default: all datasets and weights that are found).")
    private List<String> names = List.of();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        DataLocation where = common.where();
        List<PublishedWeights> weights = PublishedWeights.all().stream()
                .filter(one -> names.isEmpty() ? WeightsText.file(one, where).isPresent() : names.contains(one.name()))
                .toList();
        List<DatasetInfo> entries = entries(command, where);
        boolean sound = true;
        for (PublishedWeights one : weights) {
            String problem = problem(one, where);
            out.printf("%s %s%n", one.name(), problem.isEmpty() ? "the published file" : "PROBLEM: " + problem);
            sound &= problem.isEmpty();
            out.flush();
        }
        if (entries.isEmpty() && weights.isEmpty()) {
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

    /** Returns what is wrong with the file of weights; empty if it is the published one. */
    private static String problem(PublishedWeights weights, DataLocation where) {
        Optional<Path> file = WeightsText.file(weights, where);
        if (file.isEmpty()) {
            return "no file %s; fetch it with 'dann4j data fetch %s'"
                    .formatted(weights.file().name(), weights.name());
        }
        try {
            String difference = weights.file().difference(file.get());
            return difference.isEmpty() ? "" : "%s %s".formatted(file.get(), difference);
        } catch (IOException e) {
            return "%s cannot be read: %s".formatted(file.get(), FileException.reason(e));
        }
    }

    private List<DatasetInfo> entries(CommandSpec command, DataLocation where) {
        List<DatasetInfo> entries = new ArrayList<>();
        for (String name : names) {
            if (PublishedWeights.find(name).isPresent()) {
                continue;
            }
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

package io.github.dann4j.app.cli.data;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.pretrained.PublishedWeights;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dann4j data list}: lists all datasets and published weights, and where their files are. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "List all datasets by name, and the weights of networks for --backbone, and where their files are.")
final class DataListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        DataLocation where = common.where();
        for (DatasetInfo entry : DataCatalog.entries()) {
            String place = DataCatalog.isGenerated(entry)
                    ? "generated"
                    : DataCatalog.place(entry, where).map(Object::toString).orElse("not found");
            out.printf("%-20s %-72s %s%n", entry.name(), entry.title(), place);
        }
        out.printf("%nWeights of networks for photographs (--backbone):%n");
        PublishedWeights.all().forEach(weights -> out.println(WeightsText.line(weights, where)));
        out.flush();
        return ExitCode.OK;
    }
}

package io.github.dann4j.app.cli.data;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.console.ShownText;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.pretrained.PublishedWeights;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dann4j data info}: describes a dataset and its contents, or published weights. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show shapes, counts, classes, licence and citation of a dataset; reads and checks its files.",
            "For weights of a network, such as resnet18: licence, size, checksum, address and how to use them."
        })
final class DataInfoCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataSetOptions set = new DataSetOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        DataLocation where = common.where();
        Optional<PublishedWeights> weights = PublishedWeights.find(set.name());
        if (weights.isPresent()) {
            WeightsText.lines(weights.get(), where).forEach(out::println);
            out.flush();
            return ExitCode.OK;
        }
        DatasetInfo entry = set.entry();
        out.printf("%s: %s%n", entry.name(), entry.title());
        out.printf("  format    %s%n", entry.description());
        out.printf("  licence   %s%n", entry.licence());
        if (!entry.citation().isEmpty()) {
            out.printf("  citation  %s%n", entry.citation());
        }
        DataCatalog.downloads(entry)
                .forEach(file -> out.printf("  from      %s%n", file.addresses().get(0)));
        out.flush();
        for (Split split : Split.values()) {
            try (ExampleSet examples = DataCatalog.examples(set.name(), split, where, set.size())) {
                print(examples, out);
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(ExampleSet set, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "  %-9s %,d %s of %s; sha256 %s%n",
                set.split().label(),
                set.size(),
                set.things(),
                set instanceof ImageSet images
                        ? String.format(
                                Locale.ROOT,
                                "%d x %d, %s",
                                images.height(),
                                images.width(),
                                images.channels() == 1 ? "grey" : "RGB")
                        : String.format(Locale.ROOT, "%,d columns", set.shape().get(0)),
                set.sha256());
        set.notes().forEach(note -> out.printf("            %s%n", note));
        if (!set.isLabeled()) {
            out.println("            no labels");
            return;
        }
        print(set.classNames(), set.classCounts(), set.things(), out);
    }

    private static void print(List<String> classNames, int[] counts, String what, PrintWriter out) {
        out.printf("            %s of each class:", what);
        for (int label = 0; label < counts.length; label++) {
            out.printf(
                    Locale.ROOT,
                    "%s %s %,d",
                    label == 0 ? "" : ",",
                    ShownText.of(classNames.get(label)),
                    counts[label]);
        }
        out.println();
    }
}

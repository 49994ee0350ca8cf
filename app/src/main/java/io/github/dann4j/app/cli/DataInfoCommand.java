package io.github.dann4j.app.cli;

import io.github.dann4j.data.DataCatalog;
import io.github.dann4j.data.DataEntry;
import io.github.dann4j.data.DataLocation;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.SparseRows;
import io.github.dann4j.data.Split;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dann4j data info}: what a set is and holds. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description = "Shapes, counts, classes, licence and citation of a set; its files are read and checked.")
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
        DataEntry entry = set.entry();
        DataLocation where = common.where();
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
            if (DataCatalog.isText(entry)) {
                print(split, DataCatalog.wordCounts(entry.name(), split, where), entry, out);
                continue;
            }
            try (ImageSet images = DataCatalog.open(set.name(), split, where, set.size())) {
                print(images, out);
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(Split split, SparseRows rows, DataEntry entry, PrintWriter out) {
        int[] counts = new int[entry.classes()];
        for (int label : rows.labels()) {
            counts[label]++;
        }
        out.printf(
                Locale.ROOT,
                "  %-9s %,d reviews, %,d of %,d counts are not 0%n",
                split.label(),
                rows.size(),
                rows.values().length,
                (long) rows.size() * rows.dimension());
        print(entry.classNames(), counts, "reviews", out);
    }

    private static void print(ImageSet images, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "  %-9s %,d images of %d x %d, %s; sha256 %s%n",
                images.split().label(),
                images.size(),
                images.height(),
                images.width(),
                images.channels() == 1 ? "grey" : "RGB",
                images.sha256());
        images.notes().forEach(note -> out.printf("            %s%n", note));
        if (!images.isLabeled()) {
            out.println("            no labels");
            return;
        }
        print(images.classNames(), images.classCounts(), "images", out);
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

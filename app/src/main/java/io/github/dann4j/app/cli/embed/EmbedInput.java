package io.github.dann4j.app.cli.embed;

import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.format.Table;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.report.ScatterPlot.Panel;
import io.github.dann4j.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The points to embed, and the groups that give them their colours.
 *
 * @param numbers position of each point in its dataset or table, from 0
 * @param centred whether the means of a table's columns were subtracted, so that the directions of the points are not
 * those of the table
 * @param remarks what had to be guessed, one line each
 */
record EmbedInput(
        String title, Points points, int[] numbers, List<Panel> panels, boolean centred, List<String> remarks) {
    private EmbedInput(String title, Points points, int[] numbers, List<Panel> panels) {
        this(title, points, numbers, panels, false, List.of());
    }

    private static final int IMAGES_OF_A_DOMAIN = 2000;

    /** The splits to read. */
    enum Part {
        TRAIN(Split.TRAIN),
        TEST(Split.TEST),
        ALL(Split.TRAIN, Split.TEST);

        private final List<Split> splits;

        Part(Split... splits) {
            this.splits = List.of(splits);
        }
    }

    /** A source of points. It is known before anything is computed. */
    interface Source {
        /** A name for the output folder. */
        String shortName();

        EmbedInput read(Part part, @Nullable Integer images, DownloadOptions data, Precision precision);

        /** @throws ParameterException if nothing of this name exists */
        static Source of(String what, Part part, @Nullable String labels, CommandLine command) {
            Path path = Path.of(what);
            if (labels != null && !what.toLowerCase(java.util.Locale.ROOT).endsWith(".csv")) {
                throw new ParameterException(
                        command, "--labels names a column of a .csv file, but '%s' is not a .csv file".formatted(what));
            }
            if (DataCatalog.isFeatureFile(what)) {
                return set(what, command);
            }
            if (Table.isTable(path)) {
                return new OfTable(path, labels);
            }
            if (Files.exists(path) || what.endsWith(".safetensors")) { // a missing model is reported as one
                if (part == Part.ALL) {
                    throw new ParameterException(
                            command,
                            "the features of a run are read from --split train or --split test, not from both at once");
                }
                return new OfRun(Files.isDirectory(path) ? modelIn(new RunDirectory(path)) : path);
            }
            return set(what, command);
        }

        private static Source set(String what, CommandLine command) {
            try {
                return new OfSet(DataCatalog.entry(what).name(), what);
            } catch (DataException e) {
                throw new ParameterException(
                        command,
                        "'%s' is not a file, a folder or a dataset (%s)"
                                .formatted(what, Objects.requireNonNullElse(e.getMessage(), "")),
                        e);
            }
        }
    }

    private static Path modelIn(RunDirectory run) {
        if (!Files.exists(run.model()) && Files.exists(run.results())) {
            throw new ModelException(
                    "%s: no such file; compare does not save models, 'dann4j train' does".formatted(run.model()));
        }
        return run.model();
    }

    /**
     * Returns the positions of {@code most} points that are spread evenly over {@code size}; of all points if
     * {@code most} is null or larger.
     */
    private static int[] spread(int size, @Nullable Integer most) {
        int count = most == null ? size : Math.min(most, size);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * size / count))
                .toArray();
    }

    private record OfTable(Path file, @Nullable String labels) implements Source {
        @Override
        public String shortName() {
            return String.valueOf(file.getFileName()).replaceFirst("\\.[a-zA-Z]+$", "");
        }

        @Override
        public EmbedInput read(Part part, @Nullable Integer images, DownloadOptions data, Precision precision) {
            Table table = Table.read(file, labels);
            int[] rows = spread(table.rows(), images);
            float[] values = new float[rows.length * table.columns()];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(
                        table.values(), rows[i] * table.columns(), values, i * table.columns(), table.columns());
            }
            List<String> groups = new ArrayList<>(new TreeSet<>(table.labels()));
            int[] groupOf = Arrays.stream(rows)
                    .map(row -> table.labels().isEmpty()
                            ? -1
                            : groups.indexOf(table.labels().get(row)))
                    .toArray();
            return new EmbedInput(
                    shortName(),
                    points(values, rows.length, table.columns(), file.toString()),
                    rows,
                    List.of(new Panel("label", groups, groupOf)),
                    table.centred(),
                    table.remarks());
        }
    }

    /** Wraps values as points; the error message names where they come from. */
    private static Points points(float[] values, int count, int columns, String from) {
        for (int at = 0; at < values.length; at++) {
            if (!Float.isFinite(values[at])) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: row %d, column %d is %s; all values must be finite",
                        from,
                        at / columns + 1,
                        at % columns + 1,
                        values[at]));
            }
        }
        return Points.wrap(values, count, columns);
    }

    private record OfSet(String shortName, String name) implements Source {
        @Override
        public EmbedInput read(Part part, @Nullable Integer images, DownloadOptions data, Precision precision) {
            List<ExampleSet> sets = new ArrayList<>();
            DataLocation where = data.where(part.splits, name);
            try {
                for (Split split : part.splits) {
                    sets.add(DataCatalog.examples(name, split, where, GeneratedSize.defaults()));
                }
                return of(sets, images);
            } finally {
                sets.forEach(ExampleSet::close);
            }
        }

        private EmbedInput of(List<ExampleSet> sets, @Nullable Integer most) {
            ExampleSet first = sets.get(0);
            ExampleSet last = sets.get(sets.size() - 1);
            if (!first.shape().equals(last.shape())) {
                throw new DataException(
                        "%s: its training %s are %s, its test %s %s, so they have no common columns; choose --split train or --split test"
                                .formatted(name, first.things(), shown(first), last.things(), shown(last)));
            }
            int columns = first.shape().stream().reduce(1, Math::multiplyExact);
            int[] rows = spread(sets.stream().mapToInt(ExampleSet::size).sum(), most);
            if ((long) rows.length * columns > Integer.MAX_VALUE - 8) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: %,d %s of %,d values do not fit into one array; use fewer with --images",
                        name,
                        rows.length,
                        first.things(),
                        columns));
            }
            float[] values = new float[rows.length * columns];
            int[] groupOf = new int[rows.length];
            int before = 0;
            int filled = 0;
            for (ExampleSet set : sets) {
                int from = before;
                int[] own = IntStream.of(rows)
                        .filter(row -> row >= from && row < from + set.size())
                        .map(row -> row - from)
                        .toArray();
                if (own.length > 0) {
                    try (ExampleSet some = set.selected(name, own);
                            PointerScope scope = new PointerScope()) {
                        float[] read = values(some);
                        System.arraycopy(read, 0, values, filled * columns, read.length);
                        System.arraycopy(labelsOf(some), 0, groupOf, filled, own.length);
                    }
                }
                before += set.size();
                filled += own.length;
            }
            return new EmbedInput(
                    (first instanceof ImageSet ? "pixels of " : "") + name,
                    Points.wrap(values, rows.length, columns),
                    rows,
                    List.of(new Panel("class", first.classNames(), groupOf)));
        }

        private static String shown(ExampleSet set) {
            return set instanceof ImageSet images
                    ? String.format(
                            Locale.ROOT, "%d x %d, %d channels", images.width(), images.height(), images.channels())
                    : String.format(
                            Locale.ROOT, "rows of %d columns", set.shape().get(0));
        }

        /** The pixels of images on the scale 0 to 1; features unchanged. */
        private static float[] values(ExampleSet set) {
            if (set instanceof FeatureSet features) {
                return Tensors.floats(features.features());
            }
            byte[] samples = Tensors.bytes(((ImageSet) set).images());
            float[] values = new float[samples.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (samples[i] & 0xff) / 255f;
            }
            return values;
        }
    }

    /** The class of each example; −1 where it is unknown. */
    private static int[] labelsOf(ExampleSet set) {
        int[] labels = new int[set.size()];
        Arrays.fill(labels, -1);
        if (set.isLabeled()) {
            try (PointerScope scope = new PointerScope()) {
                labels = Arrays.stream(Tensors.longs(set.labels()))
                        .mapToInt(Math::toIntExact)
                        .toArray();
            }
        }
        return labels;
    }

    private record OfRun(Path model) implements Source {
        @Override
        public String shortName() {
            Path folder = model.toAbsolutePath().getParent();
            return folder == null || folder.getFileName() == null
                    ? "run"
                    : folder.getFileName().toString();
        }

        @Override
        public EmbedInput read(Part part, @Nullable Integer images, DownloadOptions data, Precision precision) {
            int most = images == null ? IMAGES_OF_A_DOMAIN : images;
            List<float[]> rows = new ArrayList<>();
            List<Integer> numbers = new ArrayList<>();
            List<Integer> domains = new ArrayList<>();
            List<Integer> classes = new ArrayList<>();
            try (SavedModel saved = SavedModel.read(model)) {
                ModelCard card = saved.card();
                DataLocation where = card.located(data.where(part.splits.subList(0, 1), card.source(), card.target()));
                for (Domain domain : Domain.values()) {
                    Domain statistics = card.statisticsFor(domain);
                    try (ExampleSet set =
                            card.open(card.nameOf(domain), part.splits.get(0), where, domain, data.extraction())) {
                        rows.addAll(List.of(saved.features(set, statistics, most, precision)));
                        int[] labels = labelsOf(set);
                        for (int number : spread(set.size(), most)) {
                            numbers.add(number);
                            domains.add(domain.ordinal());
                            classes.add(labels[number]);
                        }
                    }
                }
                int columns = rows.get(0).length;
                float[] values = new float[Math.multiplyExact(rows.size(), columns)];
                for (int i = 0; i < rows.size(); i++) {
                    System.arraycopy(rows.get(i), 0, values, i * columns, columns);
                }
                return new EmbedInput(
                        "features of %s, %s → %s".formatted(card.method(), card.source(), card.target()),
                        points(values, rows.size(), columns, model.toString()),
                        ints(numbers),
                        List.of(
                                new Panel(
                                        "domain",
                                        List.of("source: " + card.source(), "target: " + card.target()),
                                        ints(domains)),
                                new Panel("class", card.classNames(), ints(classes))));
            }
        }

        private static int[] ints(List<Integer> values) {
            return values.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}

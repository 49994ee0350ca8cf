package io.github.dann4j.snapshot;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.ImageBytes;
import io.github.dann4j.diagnosis.Diagnosis;
import io.github.dann4j.embed.Affinities;
import io.github.dann4j.embed.Tsne;
import io.github.dann4j.embed.TsneEmbedding;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.report.Report;
import io.github.dann4j.report.Report.Curve;
import io.github.dann4j.report.Report.Entry;
import io.github.dann4j.report.Report.FeatureMap;
import io.github.dann4j.report.Report.Features;
import io.github.dann4j.report.Report.Gallery;
import io.github.dann4j.report.Report.Method;
import io.github.dann4j.report.Report.Point;
import io.github.dann4j.report.Report.Quantity;
import io.github.dann4j.report.Report.Sprite;
import io.github.dann4j.report.SpriteSheet;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.Figure;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds the values of a report from the results of a comparison and from what was kept of its networks. */
public final class ReportContent {
    private final ComparisonRecord record;
    private final ReportSnapshots snapshots;
    private final Consumer<String> progress;

    private ReportContent(ComparisonRecord record, ReportSnapshots snapshots, Consumer<String> progress) {
        this.record = record;
        this.snapshots = snapshots;
        this.progress = progress;
    }

    /**
     * Builds the report; each t-SNE takes a few seconds.
     *
     * @param command that reproduces the results
     * @param progress receives one line when a part starts
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     */
    public static Report of(
            ComparisonRecord record, ReportSnapshots snapshots, String command, Consumer<String> progress) {
        return new ReportContent(record, snapshots, progress).report(command);
    }

    /** The findings of the diagnosis. */
    private List<Report.Finding> findings() {
        return Diagnosis.of(record).stream()
                .map(finding -> new Report.Finding(
                        Report.Severity.valueOf(finding.severity().name()),
                        finding.title(),
                        "%s %s".formatted(finding.text(), finding.advice())))
                .toList();
    }

    private Report report(String command) {
        List<MethodType<?>> methods = record.rows().stream()
                .<MethodType<?>>map(row -> Methods.of(row.method()))
                .toList();
        ReportText text = new ReportText(record);
        return new Report(
                "%s → %s".formatted(record.source(), record.target()),
                text.question(),
                text.answer(),
                text.highlights(),
                findings(),
                record.source(),
                record.target(),
                snapshots.classes(),
                record.rows().stream().map(this::method).toList(),
                terms(),
                ValidatorTable.of(record),
                Comparison.shown(methods).stream().map(MethodType::name).toList(),
                features(),
                snapshots.snapshots().stream()
                        .filter(snapshot -> snapshot.images() != null)
                        .map(this::gallery)
                        .toList(),
                text.settings(),
                RunJson.write(record.recipe()),
                command);
    }

    /** All terms of the runs, except norms of gradients, in the order in which the methods have them. */
    private List<Report.Term> terms() {
        Set<String> reported = record.runs().stream()
                .flatMap(run -> run.curve().stream())
                .flatMap(point -> point.terms().keySet().stream())
                .collect(Collectors.toSet());
        return Methods.all().stream()
                .flatMap(method -> method.terms().stream())
                .filter(term -> reported.contains(term.name()) && term.kind() != Term.Kind.GRADIENT_NORM)
                .distinct()
                .map(term -> new Report.Term(
                        term.name(),
                        term.title(),
                        term.unit(),
                        Double.isNaN(term.chance()) ? null : term.chance(),
                        term.kind() == Term.Kind.FACTOR))
                .toList();
    }

    private Method method(ComparisonRecord.Row row) {
        List<RunRecord> runs = record.runs().stream()
                .filter(run -> run.method().equals(row.method()))
                .toList();
        return new Method(
                row.method(),
                Methods.of(row.method()).title(),
                row.seeds(),
                quantity(row.targetAccuracy()),
                Objects.requireNonNull(quantity(row.sourceAccuracy())),
                quantity(row.domainAccuracy()),
                row.gapCovered(),
                row.secondsPerSeed(),
                row.imagesPerSecond(),
                runs.stream()
                        .filter(run -> !run.curve().isEmpty())
                        .map(ReportContent::curve)
                        .toList(),
                confusion(runs));
    }

    private static @Nullable Quantity quantity(@Nullable Figure figure) {
        return figure == null ? null : new Quantity(figure.mean(), figure.sd(), figure.perSeed());
    }

    private static Curve curve(RunRecord run) {
        return new Curve(
                run.seed(),
                run.curve().stream()
                        .map(point -> new Point(
                                point.step(),
                                point.terms(),
                                point.learningRate(),
                                point.sourceAccuracy(),
                                point.targetAccuracy()))
                        .toList());
    }

    /** The sum over all seeds. */
    private static int[][] confusion(List<RunRecord> runs) {
        int classes = runs.get(0).targetConfusion().length;
        int[][] sum = new int[classes][classes];
        for (RunRecord run : runs) {
            for (int truth = 0; truth < classes; truth++) {
                for (int predicted = 0; predicted < classes; predicted++) {
                    sum[truth][predicted] += run.targetConfusion()[truth][predicted];
                }
            }
        }
        return sum;
    }

    private @Nullable Features features() {
        ReportSnapshots.Sample sample = snapshots.sample();
        return sample == null
                ? null
                : new Features(
                        sample.ofSource(),
                        sample.classOf(),
                        sample.source() == null ? null : sheet(sample.source()).jpeg(),
                        sample.target() == null ? null : sheet(sample.target()).jpeg(),
                        caption(),
                        snapshots.snapshots().stream().map(this::map).toList());
    }

    /** How the images were made; empty if there are none. */
    private String caption() {
        return record.recipe().network().input() instanceof NetworkInput.Images images
                ? String.format(
                        Locale.ROOT,
                        "resized to %1$d × %1$d, pixel values %2$s",
                        images.size(),
                        ReportText.scaling(record.recipe().scaling()))
                : "";
    }

    private FeatureMap map(NetworkSnapshot snapshot) {
        Points points = snapshot.components();
        progress.accept(String.format(
                Locale.ROOT,
                "report: t-SNE of the features of %s, %,d points",
                snapshot.method().name(),
                points.count()));
        TsneEmbedding embedding = Tsne.defaults().embed(points);
        double[][] principal = new double[points.count()][2];
        for (int i = 0; i < principal.length; i++) {
            for (int c = 0; c < Math.min(2, points.dimensions()); c++) {
                principal[i][c] = points.get(i, c);
            }
        }
        int[] confidence = new int[snapshot.confidence().length];
        for (int i = 0; i < confidence.length; i++) {
            confidence[i] = Math.round(100 * snapshot.confidence()[i]);
        }
        return new FeatureMap(
                snapshot.method().name(),
                snapshot.seed(),
                flat(principal),
                Arrays.copyOf(snapshot.variances(), 2),
                flat(embedding.coordinates()),
                ((Affinities.Perplexity) embedding.affinities()).perplexities().get(0),
                snapshot.silhouette(),
                snapshot.atSource(),
                snapshot.predicted(),
                confidence);
    }

    /** x and y of each point in turn, to four digits of the largest: finer than a pixel, and much less text. */
    private static double[] flat(double[][] points) {
        double largest = Arrays.stream(points)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        double grid = largest > 0 ? Math.pow(10, 3 - Math.floor(Math.log10(largest))) : 1;
        return Arrays.stream(points)
                .flatMapToDouble(Arrays::stream)
                .map(value -> Math.round(value * grid) / grid)
                .toArray();
    }

    private Gallery gallery(NetworkSnapshot snapshot) {
        boolean labeled = snapshot.chosen().get(0).truth() >= 0;
        Sprite sprite = sheet(Objects.requireNonNull(snapshot.images())).png();
        List<Entry> entries = new ArrayList<>();
        for (NetworkSnapshot.Prediction prediction : snapshot.chosen()) {
            entries.add(new Entry(
                    prediction.number(), prediction.truth(), prediction.classes(), prediction.probabilities()));
        }
        return new Gallery(
                snapshot.method().name(),
                labeled ? "Worst mistakes" : "Least certain predictions",
                String.format(
                        Locale.ROOT,
                        "Seed %d: %s",
                        snapshot.seed(),
                        labeled
                                ? "the wrong predictions on the target's test set of which the network was most certain"
                                : "the predictions on the target's test set of which the network was least certain"),
                sprite,
                entries);
    }

    private static SpriteSheet sheet(ImageBytes images) {
        return new SpriteSheet(images.count(), images.height(), images.width(), images.channels(), images.bytes());
    }
}

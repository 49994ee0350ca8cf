package io.github.dann4j.experiment;

import io.github.dann4j.embed.Pca;
import io.github.dann4j.embed.Points;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.report.FeatureFilm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code features.gif}: the features of a sample of both test sets at each point of the curves, source-only and DANN side by
 * side, of the first seed.
 *
 * <p>Each training's frames are projected on the two strongest principal components of its last frame: the axes are the same
 * from the first frame to the last, and what the training ends in is what they show best.
 */
final class FilmLog implements ExperimentListener {
    private final RunDirectory directory;
    private final Comparison settings;
    private final DomainPair pair;
    private final List<MethodName> methods;
    private final List<FeatureFilm.Panel> panels = new ArrayList<>();
    private final List<Moment> moments = new ArrayList<>();
    private @Nullable SampleOfTests sample;

    /** Features at a point of a training's curves. */
    private record Moment(RunRecord.CurvePoint point, float[][] features) {}

    FilmLog(RunDirectory directory, Comparison settings, DomainPair pair) {
        this.directory = directory;
        this.settings = settings;
        this.pair = pair;
        this.methods = filmed(settings.methods());
    }

    /** The two that are worth comparing, else the first one. */
    static List<MethodName> filmed(List<MethodName> methods) {
        List<MethodName> compared = methods.stream()
                .filter(method -> method == MethodName.SOURCE_ONLY || method == MethodName.DANN)
                .sorted()
                .toList();
        return compared.isEmpty() ? methods.subList(0, 1) : compared;
    }

    @Override
    public void measured(MethodName method, long seed, RunRecord.CurvePoint point, TrainingView view) {
        if (!isFilmed(method.label(), seed)) {
            return;
        }
        if (sample == null) {
            sample = SampleOfTests.of(pair, view);
        }
        moments.add(new Moment(point, sample.features(view)));
    }

    private boolean isFilmed(String method, long seed) {
        return seed == settings.seeds().get(0)
                && methods.stream().anyMatch(one -> one.label().equals(method));
    }

    @Override
    public void finished(RunRecord record, TrainingView view) {
        if (!isFilmed(record.method(), record.seed())) {
            return;
        }
        if (moments.stream().allMatch(moment -> areFinite(moment.features()))) {
            panels.add(panel(record.method()));
        }
        moments.clear();
        if (panels.size() == methods.size()) {
            write();
        }
    }

    private static boolean areFinite(float[][] features) {
        for (float[] row : features) {
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private FeatureFilm.Panel panel(String method) {
        Pca basis = Pca.fit(Points.of(moments.get(moments.size() - 1).features()), 2, 0);
        List<FeatureFilm.Frame> frames = new ArrayList<>();
        for (Moment moment : moments) {
            Points places = basis.project(Points.of(moment.features()));
            double[][] coordinates = new double[places.count()][2];
            for (int i = 0; i < coordinates.length; i++) {
                for (int c = 0; c < places.dimensions(); c++) {
                    coordinates[i][c] = places.get(i, c);
                }
            }
            Double accuracy = moment.point().targetAccuracy();
            String note = accuracy == null
                    ? ""
                    : String.format(Locale.ROOT, "%.0f %% of a target sample right", 100 * accuracy);
            frames.add(new FeatureFilm.Frame(moment.point().step(), note, coordinates));
        }
        String title = methods.stream()
                .filter(one -> one.label().equals(method))
                .findFirst()
                .orElseThrow()
                .title();
        return new FeatureFilm.Panel(title, axis(basis, 0), axis(basis, 1), frames);
    }

    private static String axis(Pca basis, int component) {
        double share = component < basis.variances().length && basis.totalVariance() > 0
                ? basis.variances()[component] / basis.totalVariance()
                : 0;
        return String.format(
                Locale.ROOT,
                "principal component %d of the last frame (%.0f %% of its variance)",
                component + 1,
                100 * share);
    }

    private void write() {
        SampleOfTests shown = java.util.Objects.requireNonNull(sample);
        // By the order of the methods, whichever was trained first.
        FeatureFilm film = new FeatureFilm(
                "%s → %s: features of both domains during training, seed %d"
                        .formatted(
                                settings.source(),
                                settings.target(),
                                settings.seeds().get(0)),
                settings.source(),
                settings.target(),
                pair.sourceTest().classNames(),
                shown.classes(),
                shown.areTarget(),
                methods.stream()
                        .map(method -> panels.stream()
                                .filter(panel -> panel.title().equals(method.title()))
                                .findFirst()
                                .orElseThrow())
                        .toList());
        directory.make();
        AtomicFile.write(directory.film(), film::writeGif);
    }
}

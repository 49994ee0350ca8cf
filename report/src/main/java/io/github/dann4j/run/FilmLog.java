package io.github.dann4j.run;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.embed.point.Pca;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainingView;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.report.FeatureFilm;
import io.github.dann4j.report.Fonts;
import io.github.dann4j.result.RunRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code features.gif}: the features of a sample of both test sets at each point of the curves, source-only and
 * DANN side by side, for the first seed.
 *
 * <p>The frames of each training are projected on the two strongest principal components of its last frame, so the axes
 * are the same from the first frame to the last, and show the end of the training best.
 */
final class FilmLog implements ExperimentListener {
    private final RunDirectory directory;
    private final Comparison settings;
    private final DomainPair pair;
    private final List<MethodType<?>> methods;
    private final FilmFrames frames;
    private final Set<String> finished = new HashSet<>();
    private @Nullable SampleOfTests sample;

    FilmLog(RunDirectory directory, Comparison settings, DomainPair pair, FilmFrames frames) {
        this.directory = directory;
        this.settings = settings;
        this.pair = pair;
        this.frames = frames;
        this.methods = Comparison.shown(settings.methods());
    }

    @Override
    public void measured(MethodType<?> method, long seed, RunRecord.CurvePoint point, TrainingView view) {
        if (!isFilmed(method.name(), seed)) {
            return;
        }
        if (sample == null) {
            sample = SampleOfTests.of(pair, view);
        }
        frames.add(method.name(), new FilmFrames.Moment(point.step(), point.targetAccuracy(), sample.features(view)));
    }

    private boolean isFilmed(String method, long seed) {
        return seed == settings.seeds().get(0)
                && methods.stream().anyMatch(one -> one.name().equals(method));
    }

    @Override
    public void skipped(RunRecord record) {
        if (isFilmed(record.method(), record.seed())) {
            finished.add(record.method());
        }
    }

    @Override
    public void finished(RunRecord record, TrainingView view) {
        if (!isFilmed(record.method(), record.seed())) {
            return;
        }
        if (sample == null) {
            sample = SampleOfTests.of(pair, view);
        }
        finished.add(record.method());
        if (finished.size() == methods.size()
                && !common().isEmpty()
                && areFinite()
                && Fonts.missing().isEmpty()) {
            write();
        }
    }

    /** The points for which every method has a frame: all, unless a file was lost. */
    private Set<Integer> common() {
        Set<Integer> steps = new HashSet<>(steps(methods.get(0)));
        methods.forEach(method -> steps.retainAll(steps(method)));
        return steps;
    }

    private List<Integer> steps(MethodType<?> method) {
        return frames.of(method.name()).stream().map(FilmFrames.Moment::step).toList();
    }

    private boolean areFinite() {
        return methods.stream()
                .flatMap(method -> frames.of(method.name()).stream())
                .allMatch(moment -> areFinite(moment.features()));
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

    private FeatureFilm.Panel panel(MethodType<?> method) {
        Set<Integer> steps = common();
        List<FilmFrames.Moment> moments = frames.of(method.name()).stream()
                .filter(moment -> steps.contains(moment.step()))
                .toList();
        Pca basis = Pca.fit(Points.of(moments.get(moments.size() - 1).features()), 2, 0);
        List<FeatureFilm.Frame> shown = new ArrayList<>();
        for (FilmFrames.Moment moment : moments) {
            Points places = basis.project(Points.of(moment.features()));
            double[][] coordinates = new double[places.count()][2];
            for (int i = 0; i < coordinates.length; i++) {
                for (int c = 0; c < places.dimensions(); c++) {
                    coordinates[i][c] = places.get(i, c);
                }
            }
            Double accuracy = moment.targetAccuracy();
            String note = accuracy == null
                    ? ""
                    : String.format(Locale.ROOT, "%.0f %% of a target sample correct", 100 * accuracy);
            shown.add(new FeatureFilm.Frame(moment.step(), note, coordinates));
        }
        return new FeatureFilm.Panel(method.title(), axis(basis, 0), axis(basis, 1), shown);
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
        // In the order of the methods, whichever was trained first.
        FeatureFilm film = new FeatureFilm(
                String.format(
                        Locale.ROOT,
                        "%s → %s: features of both domains during training, seed %d",
                        settings.source(),
                        settings.target(),
                        settings.seeds().get(0)),
                settings.source(),
                settings.target(),
                pair.sourceTest().classNames(),
                shown.classes(),
                shown.areTarget(),
                methods.stream().map(this::panel).toList());
        directory.make();
        AtomicFile.write(directory.film(), film::writeGif);
    }
}

package io.github.dann4j.run;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.files.FileException;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Keeps the model of each training at evenly spaced points in the folder {@code points} of the run: files
 * {@code METHOD-seedN-STEP.safetensors}, each written completely or not at all. The last point is the trained model. A run
 * that resumes writes the points after its checkpoint again, with the same bits.
 *
 * @param points of each training, at least 1; if it exceeds the number of steps, every step is a point
 */
public record KeptPoints(RunDirectory directory, Comparison settings, DomainPair pair, int points)
        implements ExperimentListener {
    private static final String SUFFIX = ".safetensors";

    /** @throws IllegalArgumentException if the number of points is not positive */
    public KeptPoints {
        if (points < 1) {
            throw new IllegalArgumentException("points must be at least 1, got " + points);
        }
    }

    /**
     * Returns the files of all points of a run, each training's in the order of its steps; empty if none were kept.
     *
     * @throws FileException if the folder cannot be read
     */
    public static List<Path> files(RunDirectory directory) {
        if (!Files.isDirectory(directory.points())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory.points())) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new FileException("%s: cannot be read: %s".formatted(directory.points(), FileException.reason(e)), e);
        }
    }

    @Override
    public boolean wantsNetwork(int done, int steps) {
        return (long) done * points / steps > (done - 1L) * points / steps;
    }

    @Override
    public void reached(MethodType<?> method, long seed, int done, Network network, Domain targetStatistics) {
        if (!wantsNetwork(done, settings.recipe().steps())) {
            return; // another listener wants it
        }
        try {
            Files.createDirectories(directory.points());
        } catch (IOException e) {
            throw new FileException(
                    "%s: cannot be created: %s".formatted(directory.points(), FileException.reason(e)), e);
        }
        SavedModel.write(
                directory
                        .points()
                        .resolve(String.format(Locale.ROOT, "%s-seed%d-%09d%s", method.name(), seed, done, SUFFIX)),
                network,
                TrainedRun.card(
                        pair, settings.source(), settings.target(), method.name(), seed, network, targetStatistics),
                pair.trainingExamples());
    }
}

package io.github.dann4j.app.cli.train;

import io.github.dann4j.app.cli.console.ConfigFile;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.CheckpointPlan.Interval;
import io.github.dann4j.experiment.CheckpointPlan.OnNan;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for where a run is written, how often a checkpoint is written, and whether a run is resumed. */
public final class RunOptions {
    static final String RESUME = "--resume";
    public static final String OUT = "--out";

    private static final String EVERY = "checkpoint-every";
    private static final String KEEP = "keep";
    private static final String ON_NAN = "on-nan";
    private static final String POINTS = "keep-points";

    @Option(
            names = OUT,
            paramLabel = "DIR",
            description =
                    "Folder for everything that the run writes; it must not contain another run (default: a new folder under runs/).")
    private @Nullable Path out;

    @Option(
            names = ConfigFile.OPTION,
            paramLabel = "FILE",
            description =
                    "YAML file with options, such as the config.yaml that every run writes; options on the command line take precedence.")
    @SuppressWarnings("UnusedVariable") // read before all other options, by ConfigFile
    private @Nullable Path config;

    @Option(
            names = RESUME,
            paramLabel = "DIR",
            description = {
                "Resume the run in this folder with its settings, as if it had never stopped.",
                "No other option is needed; options that would change its numbers are refused."
            })
    private @Nullable Path resume;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "TIME|N",
            converter = Intervals.class,
            description =
                    "How often to write a checkpoint: a time such as 90s, 5m or 1h, or a number of steps; Ctrl-C also writes one (default: 5m).")
    private @Nullable String every;

    @Option(
            names = "--keep",
            paramLabel = "K",
            description =
                    "Number of newest checkpoints to keep; if the newest is damaged, an earlier one is used (default: 2).")
    private @Nullable Integer keep;

    @Option(
            names = "--on-nan",
            paramLabel = "stop|back",
            description =
                    "If a loss or a weight is not a finite number: stop; or back: go back to the last good checkpoint and halve the learning rate, at most three times (default: stop).")
    private @Nullable OnNan onNan;

    @Option(
            names = "--keep-points",
            paramLabel = "N",
            converter = Points.class,
            description =
                    "Keep the model at N evenly spaced points of each training, the last one included, in the folder points of the run; 'rank RUN --points' compares them (default: 0, none).")
    private @Nullable Integer points;

    /** Checks a number of points. */
    static final class Points implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            int number;
            try {
                number = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                number = -1;
            }
            if (number < 0) {
                throw new TypeConversionException("expected a number of points, 0 or more, got '%s'".formatted(text));
            }
            return number;
        }
    }

    /** Checks an interval and keeps it as text. */
    static final class Intervals implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            try {
                Interval unused = CheckpointPlan.interval(text);
                return text;
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(Objects.requireNonNullElse(e.getMessage(), text));
            }
        }
    }

    @Nullable
    Path out() {
        return out;
    }

    @Nullable
    Path resume() {
        return resume;
    }

    /** Adds the values of these options, or keeps those that the map already has. */
    void addTo(Map<String, String> options) {
        options.put(EVERY, every != null ? every : options.getOrDefault(EVERY, "5m"));
        options.put(KEEP, keep != null ? keep.toString() : options.getOrDefault(KEEP, "2"));
        options.put(
                ON_NAN, onNan != null ? onNan.name().toLowerCase(Locale.ROOT) : options.getOrDefault(ON_NAN, "stop"));
        options.put(POINTS, points != null ? points.toString() : options.getOrDefault(POINTS, "0"));
    }

    /** Returns how many points of each training the options of a run keep. */
    static int points(Map<String, String> options) {
        return Integer.parseInt(options.getOrDefault(POINTS, "0"));
    }

    /** Returns the checkpoint plan that the options of a run describe. */
    static CheckpointPlan plan(Map<String, String> options) {
        return new CheckpointPlan(
                CheckpointPlan.interval(Objects.requireNonNull(options.get(EVERY))),
                Integer.parseInt(Objects.requireNonNull(options.get(KEEP))),
                OnNan.valueOf(Objects.requireNonNull(options.get(ON_NAN)).toUpperCase(Locale.ROOT)));
    }
}

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

/** Where a run is written, how often its state is kept, and whether it goes on from there. */
final class RunOptions {
    static final String RESUME = "--resume";
    static final String OUT = "--out";

    private static final String EVERY = "checkpoint-every";
    private static final String KEEP = "keep";
    private static final String ON_NAN = "on-nan";

    @Option(
            names = OUT,
            paramLabel = "DIR",
            description =
                    "Folder for all that the run writes; it may hold no other run (default: a new one under runs/).")
    private @Nullable Path out;

    @Option(
            names = ConfigFile.OPTION,
            paramLabel = "FILE",
            description =
                    "Options from a YAML file, as the config.yaml that every run leaves; those of the command line win.")
    @SuppressWarnings("UnusedVariable") // read before all other options, by ConfigFile
    private @Nullable Path config;

    @Option(
            names = RESUME,
            paramLabel = "DIR",
            description = {
                "Go on with the run of this folder, with its settings, as if it had never stopped.",
                "Needs no other option; one that would change its numbers is refused."
            })
    private @Nullable Path resume;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "TIME|N",
            converter = Intervals.class,
            description =
                    "How often the state of a training is kept, to go on from: a time as 90s, 5m or 1h, or a number of updates; also kept at Ctrl-C (default: 5m).")
    private @Nullable String every;

    @Option(
            names = "--keep",
            paramLabel = "K",
            description =
                    "How many of the newest states are kept; an earlier one serves if the newest is damaged (default: 2).")
    private @Nullable Integer keep;

    @Option(
            names = "--on-nan",
            paramLabel = "stop|back",
            description =
                    "When a loss or weight is no finite number: stop; or go back to the last good state and halve the learning rate, three times at most (default: stop).")
    private @Nullable OnNan onNan;

    /** Reads how often, and leaves it as text. */
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

    /** Adds what these options say, over what was there. */
    void addTo(Map<String, String> options) {
        options.put(EVERY, every != null ? every : options.getOrDefault(EVERY, "5m"));
        options.put(KEEP, keep != null ? keep.toString() : options.getOrDefault(KEEP, "2"));
        options.put(
                ON_NAN, onNan != null ? onNan.name().toLowerCase(Locale.ROOT) : options.getOrDefault(ON_NAN, "stop"));
    }

    /** The plan that options of a run say. */
    static CheckpointPlan plan(Map<String, String> options) {
        return new CheckpointPlan(
                CheckpointPlan.interval(Objects.requireNonNull(options.get(EVERY))),
                Integer.parseInt(Objects.requireNonNull(options.get(KEEP))),
                OnNan.valueOf(Objects.requireNonNull(options.get(ON_NAN)).toUpperCase(Locale.ROOT)));
    }
}

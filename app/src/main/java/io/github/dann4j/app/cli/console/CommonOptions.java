package io.github.dann4j.app.cli.console;

import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.distribute.WorkerPlace;
import io.github.dann4j.engine.NativeLibraries;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.PrecisionChoice;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.files.FileException;
import io.github.dann4j.recipe.RunSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The options of every verb. */
public final class CommonOptions {
    private static final String VERBOSE = "--verbose";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with data sets; else $DANN4J_DATA, else the user's cache folder.")
    private @Nullable Path data;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Option(
            names = {"-v", VERBOSE},
            description = "Stack trace of a failure.")
    @SuppressWarnings("UnusedVariable") // asked of the parse result, which failures have too
    private boolean verbose;

    /** The folders in which sets are looked for. */
    public DataLocation where() {
        return DataLocation.of(data);
    }

    /** Says what is worth telling about data before the work on it begins; {@code --quiet} does not hide it. */
    public static void tell(List<String> remarks, CommandSpec command) {
        PrintWriter err = command.commandLine().getErr();
        remarks.forEach(err::println);
        err.flush();
    }

    /** The folder that new files go to: the first one in which sets are looked for, made if it is not there. */
    public Path folderToFill() {
        if (data != null) {
            try {
                Files.createDirectories(data);
            } catch (IOException e) {
                throw new FileException("--data %s: cannot be made: %s".formatted(data, FileException.reason(e)), e);
            }
        }
        return where().places().get(0).folder();
    }

    public boolean quiet() {
        return quiet;
    }

    /** Whether a failed command was run with {@code --verbose}. */
    static boolean verbose(ParseResult parsed) {
        ParseResult deepest = parsed;
        while (deepest.subcommand() != null) {
            deepest = deepest.subcommand();
        }
        return deepest.hasMatchedOption(VERBOSE);
    }

    /** On how many processors this process computes. */
    public static final class Cores {
        private static final int MOST_A_PROCESSOR = 4;
        private static final int LEAST_BOUND = 16;

        @Spec(Spec.Target.MIXEE)
        private @Nullable CommandSpec spec;

        @Option(
                names = "--threads",
                paramLabel = "N",
                description =
                        "Compute threads (default: all processors; of several workers on a machine, its share of them). Results are the same bit for bit for the same number.")
        private @Nullable Integer threads;

        /**
         * Loads libtorch and sets the threads: before a verb touches anything else of the library.
         *
         * @throws io.github.dann4j.engine.EngineException if libtorch cannot be used here
         */
        public void apply() {
            if (threads != null && threads < 1) {
                throw new ParameterException(
                        java.util.Objects.requireNonNull(spec).commandLine(),
                        "--threads must be at least 1, got " + threads);
            }
            apply(threads == null ? processorsOfThisWorker() : bounded(threads));
        }

        /** More threads than processors give the numbers of a larger machine, slowly; far more give nothing. */
        private int bounded(int wanted) {
            int processors = Runtime.getRuntime().availableProcessors();
            if (wanted <= Math.max(LEAST_BOUND, MOST_A_PROCESSOR * processors)) {
                return wanted;
            }
            tell(
                    List.of(String.format(
                            Locale.ROOT,
                            "--threads %d: this machine has %d processors, so %d threads are used",
                            wanted,
                            processors,
                            processors)),
                    java.util.Objects.requireNonNull(spec));
            return processors;
        }

        private static void apply(int count) {
            NativeLibraries.load();
            Threads.use(count);
        }
    }

    /** How this process computes: for the verbs that compute at all. */
    public static final class Compute {
        @Option(
                names = "--precision",
                paramLabel = "auto|fp32|bf16",
                defaultValue = "auto",
                description =
                        "Number format of the heavy operations; auto: the faster one here, by a short timing (default: auto).")
        private PrecisionChoice precision = PrecisionChoice.AUTO;

        @Mixin
        private Cores cores = new Cores();

        /**
         * Loads libtorch, sets the threads, and chooses the precision: before a verb touches anything else of the library.
         *
         * @throws io.github.dann4j.engine.EngineException if libtorch cannot be used here
         */
        public Precision apply() {
            cores.apply();
            return precision.resolve();
        }

        /** As {@link #apply()}, for a run that goes on as it was begun, and for the workers that the first one tells how. */
        public void apply(RunSettings begun) {
            Cores.apply(begun.threads());
        }
    }

    /** Processors of this machine for each of its workers. */
    private static int processorsOfThisWorker() {
        int sharing = WorkerPlace.of(System.getenv())
                .map(place -> place.local().parts())
                .orElse(1);
        return Math.max(1, Runtime.getRuntime().availableProcessors() / sharing);
    }
}

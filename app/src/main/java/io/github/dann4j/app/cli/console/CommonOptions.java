package io.github.dann4j.app.cli.console;

import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.distribute.WorkerPlace;
import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.DeviceChoice;
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
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that every command has. */
public final class CommonOptions {
    private static final String VERBOSE = "--verbose";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with datasets (default: $DANN4J_DATA, else the user's cache folder).")
    private @Nullable Path data;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    @Option(
            names = {"-v", VERBOSE},
            description = "Print the stack trace of a failure.")
    @SuppressWarnings("UnusedVariable") // read from the parse result, which is also there after a failure
    private boolean verbose;

    /** The folders that are searched for datasets. */
    public DataLocation where() {
        return DataLocation.of(data);
    }

    /** Prints remarks about the data before work on it begins. {@code --quiet} does not hide them. */
    public static void tell(List<String> remarks, CommandSpec command) {
        PrintWriter err = command.commandLine().getErr();
        remarks.forEach(err::println);
        err.flush();
    }

    /** The folder for new files: the first one that is searched for datasets. Creates it if it does not exist. */
    public Path folderToFill() {
        if (data != null) {
            try {
                Files.createDirectories(data);
            } catch (IOException e) {
                throw new FileException("--data %s: cannot be created: %s".formatted(data, FileException.reason(e)), e);
            }
        }
        return where().places().get(0).folder();
    }

    public boolean quiet() {
        return quiet;
    }

    /** Returns whether a failed command was run with {@code --verbose}. */
    static boolean verbose(ParseResult parsed) {
        ParseResult deepest = parsed;
        while (deepest.subcommand() != null) {
            deepest = deepest.subcommand();
        }
        return deepest.hasMatchedOption(VERBOSE);
    }

    /** The number of threads that this process computes with. */
    public static final class Cores {
        private static final int MOST_A_PROCESSOR = 4;
        private static final int LEAST_BOUND = 16;

        @Spec(Spec.Target.MIXEE)
        private @Nullable CommandSpec spec;

        @Option(
                names = "--threads",
                paramLabel = "N",
                description =
                        "Number of compute threads (default: $OMP_NUM_THREADS, else all processors, divided among the workers on this machine). The same number of threads gives bit-identical results.")
        private @Nullable Integer threads;

        /**
         * Loads libtorch and sets the number of threads. A command must call this before it uses anything else of the
         * library.
         *
         * @throws io.github.dann4j.engine.EngineException if libtorch cannot be used here
         */
        public void apply() {
            apply(1);
        }

        /** Same, where several processes share the processors. */
        private void apply(int processes) {
            if (threads != null && threads < 1) {
                throw new ParameterException(
                        java.util.Objects.requireNonNull(spec).commandLine(),
                        "--threads must be at least 1, got " + threads);
            }
            use(threads == null ? Math.max(1, threadsOfThisWorker(System.getenv()) / processes) : bounded(threads));
        }

        /**
         * Limits the number of threads. More threads than processors are allowed: they reproduce, slowly, the numbers
         * of a larger machine. Far more than that are useless.
         */
        private int bounded(int wanted) {
            int processors = Runtime.getRuntime().availableProcessors();
            if (wanted <= Math.max(LEAST_BOUND, MOST_A_PROCESSOR * processors)) {
                return wanted;
            }
            tell(
                    List.of(String.format(
                            Locale.ROOT,
                            "--threads %d: this machine has %d processors; using %d threads",
                            wanted,
                            processors,
                            processors)),
                    java.util.Objects.requireNonNull(spec));
            return processors;
        }

        private static void use(int count) {
            NativeLibraries.load();
            Threads.use(count);
        }
    }

    /** The precision and the threads of commands that compute. */
    public static final class Compute {
        @Option(
                names = "--precision",
                paramLabel = "auto|fp32|bf16",
                defaultValue = "auto",
                description =
                        "Number format of the heavy operations; auto times both briefly and uses the faster one (default: auto).")
        private PrecisionChoice precision = PrecisionChoice.AUTO;

        @Option(
                names = "--device",
                paramLabel = "auto|cpu|cuda|cuda:N",
                defaultValue = "auto",
                converter = DeviceConverter.class,
                description =
                        "Device that computes: the processor, or a GPU by its number from 0; auto takes a GPU if libtorch with CUDA, its libraries and a driver are there (default: auto).")
        private DeviceChoice device = DeviceChoice.of("auto");

        @Mixin
        private Cores cores = new Cores();

        @Spec(Spec.Target.MIXEE)
        private @Nullable CommandSpec spec;

        /** Parses a device. */
        static final class DeviceConverter implements ITypeConverter<DeviceChoice> {
            @Override
            public DeviceChoice convert(String text) {
                try {
                    return DeviceChoice.of(text);
                } catch (IllegalArgumentException e) {
                    throw new TypeConversionException(e.getMessage());
                }
            }
        }

        /**
         * Loads libtorch, sets the device and the number of threads, and chooses the precision. A command must call this before it
         * uses anything else of the library.
         *
         * @throws io.github.dann4j.engine.EngineException if libtorch cannot be used here
         */
        public Precision apply() {
            return apply(one -> 1);
        }

        /**
         * Same, for settings that several processes use at the same time on this machine.
         *
         * @param processes returns their number, which divides the processors unless {@code --threads} is given, for a
         *     device
         */
        public Precision apply(ToIntFunction<Device> processes) {
            NativeLibraries.load();
            use(device);
            cores.apply(processes.applyAsInt(Device.current()));
            return precision.resolve();
        }

        /** Returns the number of threads that was asked for; null if none was. */
        public @Nullable Integer threads() {
            return cores.threads;
        }

        /**
         * Same as {@link #apply()}, with the settings of a run that already began: for a resumed run, and for workers
         * that receive the settings from the first one.
         */
        public void apply(RunSettings begun) {
            Cores.use(begun.threads());
            boolean isGiven = java.util.Objects.requireNonNull(spec)
                    .commandLine()
                    .getParseResult()
                    .hasMatchedOption("--device");
            use(isGiven ? device : DeviceChoice.of(ofThisWorker(begun.device())));
        }

        /** Returns the device of the first worker's run, or with several workers the kind of device. */
        private static String ofThisWorker(String label) {
            return WorkerPlace.of(System.getenv()).isPresent() ? label.replaceFirst(":.*", "") : label;
        }

        private void use(DeviceChoice choice) {
            CommandSpec command = java.util.Objects.requireNonNull(spec);
            tell(
                    choice.remark().map(remark -> "--device auto: " + remark).stream()
                            .toList(),
                    command);
            int worker = WorkerPlace.of(System.getenv())
                    .map(place -> place.local().part())
                    .orElse(0);
            Device.use(choice.resolve(worker));
        }
    }

    /** Returns the threads of OpenMP's own variable, else this machine's processors for each of its workers. */
    static int threadsOfThisWorker(Map<String, String> environment) {
        String wanted = environment.getOrDefault("OMP_NUM_THREADS", "");
        if (wanted.matches("[1-9][0-9]{0,2}")) {
            return Integer.parseInt(wanted);
        }
        int sharing =
                WorkerPlace.of(environment).map(place -> place.local().parts()).orElse(1);
        return Math.max(1, Runtime.getRuntime().availableProcessors() / sharing);
    }
}

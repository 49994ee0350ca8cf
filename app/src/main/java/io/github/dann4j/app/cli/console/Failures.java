package io.github.dann4j.app.cli.console;

import io.github.dann4j.engine.EngineException;
import io.github.dann4j.failure.Dann4jException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns failures into one clear line and an exit code. */
public final class Failures {
    /** The exit code that shells report for a program ended by Ctrl-C: 128 + SIGINT. */
    public static final int INTERRUPTED = 130;

    /** The exit code that shells report for a program whose reader closed the pipe: 128 + SIGPIPE. */
    static final int READER_GONE = 141;

    private Failures() {}

    /** Reports wrong usage, and how to get help. */
    public static int wrongUsage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("dann4j: " + oneLine(failure));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("Help: dann4j " + named(command) + "--help");
        }
        err.flush();
        return ExitCode.USAGE;
    }

    private static String named(CommandLine command) {
        return command.getParent() == null
                ? ""
                : command.getCommandSpec().qualifiedName().replaceFirst("^dann4j ", "") + " ";
    }

    /** Reports a failure of a command; with {@code --verbose} also the stack trace. */
    public static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof StandardOutput.Unwritable unwritable) {
            return unwritable(unwritable, err);
        }
        if (failure instanceof CancellationException || Thread.interrupted()) {
            err.println("dann4j: interrupted; " + reason(failure));
            err.flush();
            return INTERRUPTED;
        }
        if (failure instanceof InvalidPathException path) {
            err.println(
                    "dann4j: '%s' is not a valid file name here (%s); if it has letters beyond ASCII, set a UTF-8 locale such as LC_ALL=C.UTF-8"
                            .formatted(path.getInput(), path.getReason()));
            err.flush();
            return ExitCode.SOFTWARE;
        }
        boolean expected = failure instanceof Dann4jException;
        err.println("dann4j: "
                + (expected
                        ? oneLine(failure)
                        : "internal error: %s: %s (use --verbose for the stack trace)"
                                .formatted(failure.getClass().getSimpleName(), oneLine(failure))));
        if (CommonOptions.verbose(parsed)) {
            failure.printStackTrace(err);
        }
        err.flush();
        return ExitCode.SOFTWARE;
    }

    /**
     * Reports failures that are not exceptions: the heap is full, or the first class that needs libtorch could not load
     * it.
     */
    public static int failed(Error failure, PrintWriter err) {
        String line;
        if (failure instanceof OutOfMemoryError) {
            line = "out of memory (%s): give the JVM more memory, for example DANN4J_OPTS=-Xmx4g"
                    .formatted(failure.getMessage());
        } else if (failure instanceof ExceptionInInitializerError && failure.getCause() instanceof EngineException e) {
            line = oneLine(e);
        } else {
            line = "internal error: %s: %s".formatted(failure.getClass().getSimpleName(), oneLine(failure));
            failure.printStackTrace(err);
        }
        err.println("dann4j: " + line);
        err.flush();
        return ExitCode.SOFTWARE;
    }

    /** Reports that standard output cannot be written; reports nothing if its reader closed the pipe. */
    public static int unwritable(StandardOutput.Unwritable failure, PrintWriter err) {
        if (failure.readerGone()) {
            return READER_GONE;
        }
        err.println("dann4j: " + oneLine(failure));
        err.flush();
        return ExitCode.SOFTWARE;
    }

    private static String reason(Exception failure) {
        return failure instanceof CancellationException ? oneLine(failure) : "nothing was written";
    }

    public static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : ShownText.of(message.replaceFirst(
                                "(?s)\\s*Exception raised from .*", "") // of libtorch; a native stack follows
                        .strip()
                        .replaceAll("\\s*\\R\\s*", " "));
    }
}

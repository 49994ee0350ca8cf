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

/** What goes wrong becomes one clear line and an exit code. */
public final class Failures {
    /** As shells give it to a program that Ctrl-C ended: 128 + SIGINT. */
    public static final int INTERRUPTED = 130;

    /** As shells give it to a program whose reader closed the pipe: 128 + SIGPIPE. */
    static final int READER_GONE = 141;

    private Failures() {}

    /** Wrong usage: the line, and where help is. */
    public static int wrongUsage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("dann4j: " + oneLine(failure));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("Help: dann4j " + verb(command) + "--help");
        }
        err.flush();
        return ExitCode.USAGE;
    }

    private static String verb(CommandLine command) {
        return command.getParent() == null
                ? ""
                : command.getCommandSpec().qualifiedName().replaceFirst("^dann4j ", "") + " ";
    }

    /** A failure while running: the line; with {@code --verbose} the stack trace. */
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
                    "dann4j: '%s' can be no file name here (%s); if it has letters beyond ASCII, set a UTF-8 locale, as LC_ALL=C.UTF-8"
                            .formatted(path.getInput(), path.getReason()));
            err.flush();
            return ExitCode.SOFTWARE;
        }
        boolean expected = failure instanceof Dann4jException;
        err.println("dann4j: "
                + (expected
                        ? oneLine(failure)
                        : "internal error: %s: %s (the stack trace: --verbose)"
                                .formatted(failure.getClass().getSimpleName(), oneLine(failure))));
        if (CommonOptions.verbose(parsed)) {
            failure.printStackTrace(err);
        }
        err.flush();
        return ExitCode.SOFTWARE;
    }

    /** What no exception tells: the heap is full, or libtorch could not be loaded by the first class that needs it. */
    public static int failed(Error failure, PrintWriter err) {
        String line;
        if (failure instanceof OutOfMemoryError) {
            line = "out of memory (%s): give the JVM more, as DANN4J_OPTS=-Xmx4g".formatted(failure.getMessage());
        } else if (failure instanceof ExceptionInInitializerError && failure.getCause() instanceof EngineException e) {
            line = oneLine(e);
        } else {
            throw failure;
        }
        err.println("dann4j: " + line);
        err.flush();
        return ExitCode.SOFTWARE;
    }

    /** Standard output took no more: the line, but none for a reader that has enough. */
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
                                "(?s)\\s*Exception raised from .*", "") // libtorch's: a native stack follows
                        .strip()
                        .replaceAll("\\s*\\R\\s*", " "));
    }
}

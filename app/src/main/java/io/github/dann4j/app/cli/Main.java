package io.github.dann4j.app.cli;

import io.github.dann4j.app.cli.console.ConfigFile;
import io.github.dann4j.app.cli.console.Failures;
import io.github.dann4j.app.cli.console.Interruption;
import io.github.dann4j.app.cli.console.ShownText;
import io.github.dann4j.app.cli.console.StandardOutput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The entry point of the program. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process. Exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted (SIGTERM:
     * 143), 141 the reader of its output closed the pipe.
     */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // the texts are English, and so are their numbers
        Interruption interruption = Interruption.ofThisThread();
        // Not System.out, which hides failures. UTF-8 whatever the locale: in a container often plain C, in
        // which ± and →
        // do not exist.
        int code = run(
                args,
                StandardOutput.to(new FileOutputStream(FileDescriptor.out)),
                new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true));
        if (!interruption.commandDone()) {
            // Not during the exit of a signal: until Java 20 the later exit may win, with its own code (JDK-8288984).
            System.exit(code);
        }
    }

    /** Runs one command in this process and returns its exit code. */
    public static int run(String[] args, PrintWriter out, PrintWriter errors) {
        PrintWriter err = ShownText.writer(errors);
        CommandLine commandLine = Dann4j.commandLine(args)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionStrategy(parsed -> {
                    try {
                        Integer helped = CommandLine.executeHelpRequest(parsed); // on a terminal with bold words
                        if (helped != null) {
                            return helped;
                        }
                        CommandLine command = parsed.commandSpec().commandLine();
                        command.setOut(ShownText.writer(command.getOut()));
                        return new CommandLine.RunLast().execute(parsed);
                    } catch (StandardOutput.Unwritable e) { // from a help text; picocli would print the stack trace
                        return Failures.unwritable(e, err);
                    }
                })
                .setExecutionExceptionHandler(Failures::failed)
                .setUsageHelpAutoWidth(true);
        try {
            ConfigFile.applyTo(commandLine, args);
            int code = commandLine.execute(args);
            out.flush();
            return code;
        } catch (StandardOutput.Unwritable e) {
            return Failures.unwritable(e, err);
        } catch (ParameterException e) {
            return Failures.wrongUsage(e, args);
        } catch (Error e) {
            return Failures.failed(e, err);
        }
    }
}

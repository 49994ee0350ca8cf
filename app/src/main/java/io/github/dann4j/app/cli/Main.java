package io.github.dann4j.app.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program. */
public final class Main {
    private Main() {}

    /** Runs one verb and ends the process: 0 done, 1 failed, 2 wrong usage, 130 interrupted (SIGTERM: 143). */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        Interruption interruption = Interruption.ofThisThread();
        int code = run(args, writer(System.out), writer(System.err));
        if (!interruption.commandDone()) {
            // Not beside a signal's exit: until Java 20 the later of two may win, with its own code (JDK-8288984).
            System.exit(code);
        }
    }

    /** UTF-8 whatever the locale: in a container it is often plain C, in which ± and → do not exist. */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Runs one verb in this process. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine commandLine = new CommandLine(new Dann4j())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::failed)
                .setUsageHelpAutoWidth(true);
        try {
            ConfigFile.applyTo(commandLine, args);
            return commandLine.execute(args);
        } catch (ParameterException e) {
            return Failures.wrongUsage(e, args);
        } catch (Error e) {
            return Failures.failed(e, err);
        }
    }
}

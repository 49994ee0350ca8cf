package io.github.dann4j.app.cli.train;

import io.github.dann4j.report.Fonts;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.run.RunDirectory;
import io.github.dann4j.snapshot.ReportSnapshots;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option of training commands that decides whether {@code report.html} is written. */
final class ReportOptions {
    /** Words that a shell takes literally, without quotes. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private static final String OUT = "--out";
    private static final String PRECISION = "--precision"; // "auto" may choose another precision on another machine

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--no-report", description = "Do not write report.html; saves the seconds that its t-SNE takes.")
    private boolean noReport;

    boolean isWanted() {
        return !noReport;
    }

    /**
     * Writes the report if it is wanted.
     *
     * @param wanted whether to write the report
     * @param args of the command that started the run
     * @param seedOption the option by which the command takes its seeds
     * @return the files that the folder now contains, as text for people
     */
    String write(
            boolean wanted,
            RunDirectory directory,
            ComparisonRecord record,
            ReportSnapshots snapshots,
            List<String> args,
            String seedOption,
            boolean quiet) {
        String others = Fonts.missing().isEmpty()
                ? "%s, %s".formatted(directory.results(), directory.curves())
                : directory.results().toString();
        if (!wanted) {
            return others;
        }
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        directory.writeReport(record, snapshots, again(args, record, seedOption), line -> {
            if (!quiet) {
                err.println(line);
                err.flush();
            }
        });
        return "%s, %s".formatted(others, directory.report());
    }

    /**
     * Returns the command that repeats a run, with every choice that decides its numbers. It leaves out the folder, so
     * that the run is not overwritten.
     */
    static String again(List<String> args, ComparisonRecord record, String seedOption) {
        List<String> words = new ArrayList<>(List.of("./dann4j"));
        for (int i = 0; i < args.size(); i++) {
            String option = args.get(i).replaceFirst("=.*", "");
            boolean dropped = option.equals(OUT) || option.equals(PRECISION);
            if (!dropped) {
                words.add(args.get(i));
            } else if (option.equals(args.get(i))) {
                i++; // its value is the next word
            }
        }
        complete(
                words,
                seedOption,
                record.rows().get(0).seeds().stream().map(String::valueOf).collect(Collectors.joining(",")));
        complete(words, PRECISION, record.environment().precision());
        complete(words, "--device", record.environment().deviceLabel());
        complete(words, "--threads", String.valueOf(record.environment().threads()));
        return words.stream().map(ReportOptions::quoted).collect(Collectors.joining(" "));
    }

    /** Adds a choice that was left to the program, or that depends on this machine. */
    private static void complete(List<String> words, String option, String value) {
        boolean given = words.stream().anyMatch(word -> word.equals(option) || word.startsWith(option + "="));
        if (!given) {
            words.add(option);
            words.add(value);
        }
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

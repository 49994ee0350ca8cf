package io.github.dann4j.app.cli.train;

import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.run.RunDirectory;
import io.github.dann4j.snapshot.Exhibition;
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

/** Whether {@code report.html} is made: for the verbs that leave results behind. */
final class ReportOptions {
    /** What no shell reads as anything else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private static final String OUT = "--out";
    private static final String PRECISION = "--precision"; // "auto" may choose another one elsewhere

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--no-report", description = "Leave out report.html, and the seconds that its t-SNE takes.")
    private boolean noReport;

    boolean isWanted() {
        return !noReport;
    }

    /**
     * Writes the report, if it is wanted.
     *
     * @param wanted whether it is
     * @param args of the command that began the run
     * @param seedOption of the verb
     * @return the files of the folder that there are now, for people
     */
    String write(
            boolean wanted,
            RunDirectory directory,
            ComparisonRecord record,
            Exhibition exhibition,
            List<String> args,
            String seedOption,
            boolean quiet) {
        String others = "%s, %s".formatted(directory.results(), directory.curves());
        if (!wanted) {
            return others;
        }
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        directory.writeReport(record, exhibition, again(args, record, seedOption), line -> {
            if (!quiet) {
                err.println(line);
                err.flush();
            }
        });
        return "%s, %s".formatted(others, directory.report());
    }

    /** The command with all that was chosen for it and decides the numbers; not its folder, which is to stay as it is. */
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
        complete(words, "--threads", String.valueOf(record.environment().threads()));
        return words.stream().map(ReportOptions::quoted).collect(Collectors.joining(" "));
    }

    /** A choice that was left to the program, or to this machine. */
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

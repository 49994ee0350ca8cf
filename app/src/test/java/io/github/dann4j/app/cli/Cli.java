package io.github.dann4j.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** A run of the program inside this process. */
public record Cli(int code, String out, String err) {
    public static Cli run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Cli(code, out.toString(), err.toString());
    }

    /**
     * The arguments of a short comparison or training on the tiny datasets; {@code more} is appended and does not
     * override anything.
     */
    public static String[] tiny(String verb, TinySets sets, String... more) {
        List<String> args = new ArrayList<>(List.of(verb, "--source", "mnist", "--target", "mnist-m"));
        args.addAll(
                List.of("--data", sets.folder().toString(), "--precision", "fp32", "--threads", "1", "--steps", "3"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }
}

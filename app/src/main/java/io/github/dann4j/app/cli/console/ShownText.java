package io.github.dann4j.app.cli.console;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text of others that may reach a terminal: names of classes out of a model file, names of files. Characters that could command the
 * terminal or change the order of what is shown stand as {@code \\uXXXX}: all control characters (ESC and line ends among them), marks
 * of the writing direction, line and paragraph separators. Anything else stays as it is.
 */
public final class ShownText {
    private static final Pattern COMMANDS =
            Pattern.compile("[\\p{Cc}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

    private ShownText() {}

    public static String of(String text) {
        return COMMANDS.matcher(text)
                .replaceAll(found -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }
}

package io.github.dann4j.app.cli.console;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes foreign text safe for a terminal, such as names of classes from a model file and names of files. Characters
 * that could control the terminal or change the order of the shown text become a backslash, {@code u} and four
 * hexadecimal digits: all control characters (including ESC and line ends), marks of the writing direction, line and
 * paragraph separators. All other characters stay unchanged.
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

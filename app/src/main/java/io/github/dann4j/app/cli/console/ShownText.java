package io.github.dann4j.app.cli.console;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes foreign text safe for a terminal, such as names of classes from a model file and names of files. Characters
 * that could control the terminal or change the order of the shown text become a backslash, {@code u} and four
 * hexadecimal digits: all control characters (including ESC and line ends), marks of the writing direction, line and
 * paragraph separators. All other characters stay unchanged.
 */
public final class ShownText {
    private static final String ORDER = "\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069";

    private static final Pattern COMMANDS = Pattern.compile("[\\p{Cc}" + ORDER + "]");

    /** Without the ends of the program's own lines, and its tabs. */
    private static final Pattern COMMANDS_IN_LINES = Pattern.compile("\r(?!\n)|[\\p{Cc}" + ORDER + "&&[^\r\n\t]]");

    private ShownText() {}

    /** Makes one name or one line safe. */
    public static String of(String text) {
        return safe(text, COMMANDS);
    }

    private static String safe(String text, Pattern commands) {
        return commands.matcher(text)
                .replaceAll(found -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }

    /**
     * Returns a writer that makes all text safe, except that it keeps tabs and line ends. In JSON this changes the way
     * of writing a text, not the text. Flushes after each line.
     */
    public static PrintWriter writer(PrintWriter to) {
        return new PrintWriter(new Safe(to), true);
    }

    private static final class Safe extends FilterWriter {
        Safe(Writer to) {
            super(to);
        }

        @Override
        public void write(int character) throws IOException {
            write(String.valueOf((char) character), 0, 1);
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            write(String.valueOf(text, from, length), 0, length);
        }

        @Override
        public void write(String text, int from, int length) throws IOException {
            out.write(safe(text.substring(from, from + length), COMMANDS_IN_LINES));
        }
    }
}

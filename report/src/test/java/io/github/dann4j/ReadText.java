package io.github.dann4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a file that people read. Everything else is blanked, so that every character keeps its place: code
 * becomes {@link #CODE}, the signs of comments and the joints of literals become spaces.
 */
final class ReadText {
    /** Stands for a character of code; a phrase does not reach across it. */
    static final char CODE = '\u00a6';

    private static final Pattern INLINE_TAG = Pattern.compile("\\{@(?:link|linkplain)\\s+[^\\s}]+|\\{@inheritDoc");
    private static final Pattern BLOCK_TAG = Pattern.compile("@(?:param|throws)\\s+\\S+|@see\\s+[^\\s\"<]+|@[a-z]+\\b");
    private static final Pattern MARKED_CODE = Pattern.compile("(?s)<(pre|code|script|style)\\b.*?</\\1>");
    private static final Pattern MARKUP = Pattern.compile("</?[a-zA-Z][^<>]*>");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("\\b(?:aria-label|alt|title|placeholder|content)=\"([^\"]*)\"");
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *(```+|~~~+)[^\\n]*\\n.*?^ *\\1 *$");
    private static final Pattern SPAN = Pattern.compile("(?s)(?<!`)(`+)(?!`)(?:(?!\\n\\n).)*?(?<!`)\\1(?!`)");
    private static final Pattern KEY = Pattern.compile("(?m)^[^#=\\n]*=");
    private static final Pattern STRING = Pattern.compile("\"([^\"\\n]*)\"");
    private static final Pattern COMMENT_OR_QUOTED =
            Pattern.compile("(?m)^\\s*(?:#(?!!)|rem )(.*)| #(.*)|'([^'\\n]*)'|\"([^\"\\n]*)\"");
    private static final Pattern TARGET = Pattern.compile("\\]\\([^)\\s]*\\)|https?://[^\\s)]+");

    private final String file;
    private final char[] text;

    private ReadText(String file) {
        this.file = file;
        text = file.toCharArray();
    }

    /** Returns the comments and, if wanted, the literals of a Java file that contain a space. */
    static String ofJava(String file, boolean literals) {
        ReadText read = new ReadText(file);
        read.program(literals, false);
        return new String(read.text);
    }

    /** Returns the comments of a JavaScript file, and its literals that contain a space. */
    static String ofJavaScript(String file) {
        ReadText read = new ReadText(file);
        read.program(true, true);
        return new String(read.text);
    }

    /** Returns a page without its code blocks, code spans and the targets of its links. */
    static String ofMarkdown(String file) {
        ReadText read = new ReadText(file);
        read.blank(FENCE);
        read.blank(SPAN);
        read.blank(TARGET);
        read.blank(MARKUP);
        return new String(read.text);
    }

    /** Returns a page without its markup, except the attributes that browsers show. */
    static String ofHtml(String file) {
        ReadText read = new ReadText(file);
        read.blank(MARKED_CODE);
        read.blank(MARKUP);
        Matcher attributes = ATTRIBUTE.matcher(file);
        while (attributes.find()) {
            read.keep(attributes.start(1), attributes.end(1));
        }
        return new String(read.text);
    }

    /** Returns the comments and the values of a file of properties. */
    static String ofProperties(String file) {
        ReadText read = new ReadText(file);
        read.blank(KEY);
        return new String(read.text);
    }

    /** Returns the strings of a JSON file that contain a space. */
    static String ofJson(String file) {
        return only(STRING, file);
    }

    /** Returns the comments of a shell script or a similar file, and its quoted texts that contain a space. */
    static String ofScript(String file) {
        return only(COMMENT_OR_QUOTED, file);
    }

    /** Returns those groups of the pattern that contain a space. */
    private static String only(Pattern pattern, String file) {
        ReadText read = new ReadText(file);
        read.hide(0, file.length());
        Matcher texts = pattern.matcher(file);
        while (texts.find()) {
            for (int group = 1; group <= texts.groupCount(); group++) {
                if (texts.start(group) >= 0 && texts.group(group).contains(" ")) {
                    read.join(texts.start(), texts.start(group));
                    read.keep(texts.start(group), texts.end(group));
                }
            }
        }
        return new String(read.text);
    }

    private void program(boolean literals, boolean javaScript) {
        Deque<Integer> templates = new ArrayDeque<>(); // open braces in each template literal that is being read
        int at = 0;
        while (at < text.length) {
            char c = file.charAt(at);
            int end;
            if (file.startsWith("//", at)) {
                end = after("\n", at);
                join(at, at + 2);
            } else if (file.startsWith("/*", at)) {
                end = after("*/", at + 2);
                comment(at, end);
            } else if (!javaScript && file.startsWith("\"\"\"", at)) {
                end = literalEnd(at + 3, "\"\"\"");
                literal(at, end, 3, literals);
            } else if (c == '"' || (javaScript && c == '\'')) {
                end = literalEnd(at + 1, String.valueOf(c));
                literal(at, end, 1, literals);
            } else if (c == '\'') {
                end = literalEnd(at + 1, "'");
                hide(at, end);
            } else if (javaScript && (c == '`' || (c == '}' && !templates.isEmpty() && templates.peek() == 0))) {
                if (c == '}') {
                    templates.pop();
                }
                end = templateEnd(at + 1);
                if (file.charAt(end - 1) == '{') {
                    templates.push(0);
                }
                literal(at, end, 1, literals);
            } else {
                end = at + 1;
                if (!templates.isEmpty() && (c == '{' || c == '}')) {
                    templates.push(templates.pop() + (c == '{' ? 1 : -1));
                }
                if (c == '+') {
                    join(at, end);
                } else {
                    hide(at, end);
                }
            }
            at = end;
        }
    }

    private int after(String sign, int from) {
        int at = file.indexOf(sign, from);
        return at < 0 ? text.length : at + sign.length();
    }

    private int literalEnd(int from, String quote) {
        int at = from;
        while (at < text.length && !file.startsWith(quote, at)) {
            at += file.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(text.length, at + quote.length());
    }

    private int templateEnd(int from) {
        int at = from;
        while (at < text.length && file.charAt(at) != '`' && !file.startsWith("${", at)) {
            at += file.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(text.length, at + (file.startsWith("${", at) ? 2 : 1));
    }

    private void literal(int from, int to, int quotes, boolean wanted) {
        if (!wanted || !file.substring(from, to).contains(" ")) {
            hide(from, to);
            return;
        }
        join(from, from + quotes);
        join(to - quotes, to);
        for (int at = from; at < to - 1; at++) {
            if (file.charAt(at) == '\\') {
                join(at, at + 2);
                at++;
            }
        }
    }

    private void comment(int from, int to) {
        join(from, from + 2);
        join(to - 2, to);
        Matcher stars = Pattern.compile("(?m)^\\s*\\*+|\\*").matcher(file).region(from, to);
        while (stars.find()) {
            join(stars.start(), stars.end());
        }
        Matcher tags = Pattern.compile("\\{@(?:code|literal|value|snippet)\\b")
                .matcher(file)
                .region(from, to);
        int at = from;
        while (at < to && tags.find(at)) {
            int open = 1;
            at = tags.end();
            while (at < to && open > 0) {
                char c = file.charAt(at++);
                open += c == '{' ? 1 : c == '}' ? -1 : 0;
            }
            hide(tags.start(), at);
            tags.region(from, to);
        }
        for (Pattern code : new Pattern[] {MARKED_CODE, INLINE_TAG, BLOCK_TAG, MARKUP}) {
            Matcher found = code.matcher(file).region(from, to);
            while (found.find()) {
                hide(found.start(), found.end());
            }
        }
    }

    private void blank(Pattern code) {
        Matcher found = code.matcher(new String(text));
        while (found.find()) {
            hide(found.start(), found.end());
        }
    }

    private void hide(int from, int to) {
        for (int at = from; at < to; at++) {
            if (!Character.isWhitespace(text[at])) {
                text[at] = CODE;
            }
        }
    }

    private void join(int from, int to) {
        for (int at = from; at < to; at++) {
            if (text[at] != '\n') {
                text[at] = ' ';
            }
        }
    }

    private void keep(int from, int to) {
        file.getChars(from, to, text, from);
    }
}

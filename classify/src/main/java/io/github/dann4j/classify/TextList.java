package io.github.dann4j.classify;

import java.util.ArrayList;
import java.util.List;

/** Reads a JSON array of texts without a library: the form of the class names in the metadata of exported models. */
final class TextList {
    private final String json;
    private int at;

    private TextList(String json) {
        this.json = json;
    }

    /** @throws IllegalArgumentException if the text is not such an array */
    static List<String> of(String json) {
        return new TextList(json.strip()).list();
    }

    private List<String> list() {
        List<String> texts = new ArrayList<>();
        expect('[');
        skipSpace();
        if (peek() != ']') {
            do {
                skipSpace();
                texts.add(text());
                skipSpace();
            } while (next() == ',');
            at--;
        }
        expect(']');
        if (at != json.length()) {
            throw new IllegalArgumentException("something follows the list");
        }
        return texts;
    }

    private String text() {
        expect('"');
        StringBuilder text = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            text.append(c == '\\' ? escaped() : c);
        }
        return text.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > json.length()) {
                    throw new IllegalArgumentException("it is cut off");
                }
                char code = (char) Integer.parseInt(json.substring(at, at + 4), 16);
                at += 4;
                yield code;
            }
            default -> throw new IllegalArgumentException("'\\" + c + "' has no meaning in JSON");
        };
    }

    private void skipSpace() {
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < json.length() ? json.charAt(at) : 0;
    }

    private char next() {
        if (at >= json.length()) {
            throw new IllegalArgumentException("it is cut off");
        }
        return json.charAt(at++);
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw new IllegalArgumentException("expected '" + wanted + "' at position " + (at - 1));
        }
    }
}

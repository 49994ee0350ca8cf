package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads a text file of numbers word by word, plain or compressed by gzip or bzip2. A line may have any length and takes
 * no memory. After {@code #} the rest of a line is a comment.
 */
public final class NumberText implements Closeable {
    private static final int LONGEST_WORD = 64;

    private final Path file;
    private final InputStream in;
    private final StringBuilder word = new StringBuilder();
    private int line = 1;
    private boolean lineEnded;

    public NumberText(Path file) throws IOException {
        this.file = file;
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such file");
        }
        this.in = new BufferedInputStream(CompressedFile.open(file), 1 << 16);
    }

    /**
     * Returns the next word of this line.
     *
     * @return null at the end of the line or file
     */
    @org.jspecify.annotations.Nullable
    public String word() throws IOException {
        if (lineEnded) {
            return null;
        }
        word.setLength(0);
        while (true) {
            int c = in.read();
            if (c == '#') {
                while (c != '\n' && c >= 0) {
                    c = in.read();
                }
            }
            if (c == '\n' || c < 0) {
                lineEnded = true;
                return word.length() == 0 ? null : word.toString();
            }
            if (c == ' ' || c == '\t' || c == '\r') {
                if (word.length() > 0) {
                    return word.toString();
                }
            } else if (c < ' ' || c > '~' || word.length() == LONGEST_WORD) {
                throw wrong("is not a text of numbers");
            } else {
                word.append((char) c);
            }
        }
    }

    /** Advances to the next line that has a word; returns false at the end of the file. */
    public boolean nextLine() throws IOException {
        if (lineEnded) {
            line++;
            lineEnded = false;
        }
        while (true) {
            in.mark(1);
            int c = in.read();
            if (c < 0) {
                return false;
            }
            if (c == '\n') {
                line++;
            } else if (c == '#') {
                while (c != '\n' && c >= 0) {
                    c = in.read();
                }
                line++;
            } else if (c != ' ' && c != '\t' && c != '\r') {
                in.reset();
                return true;
            }
        }
    }

    public double number(String text) {
        double value = Decimal.valueOf(text);
        if (!Double.isFinite(value)) {
            throw wrong("'%s' is not a finite number".formatted(text));
        }
        return value;
    }

    public int integer(String text, int least, int most) {
        double value = number(text);
        if (value != Math.rint(value) || value < least || value > most) {
            throw wrong(String.format(Locale.ROOT, "'%s' is not a whole number from %d to %d", text, least, most));
        }
        return (int) value;
    }

    public DataException wrong(String what) {
        return new DataException(String.format(Locale.ROOT, "%s: line %d: %s", file, line, what));
    }

    public static DataException unreadable(Path file, IOException e) {
        String reason = e instanceof EOFException ? "truncated" : io.github.dann4j.files.FileException.reason(e);
        return new DataException("%s: cannot be read: %s".formatted(file, reason), e);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

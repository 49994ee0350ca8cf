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
 * A text file of numbers, plain, gzip- or bzip2-compressed, word by word: a line may be as long as it likes and takes no memory.
 * Behind {@code #} the rest of a line is a comment.
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
     * The next word of this line.
     *
     * @return null at the end of the line, and of the file
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
                throw wrong("is no text of numbers");
            } else {
                word.append((char) c);
            }
        }
    }

    /** Goes to the next line that has a word; false at the end of the file. */
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
            throw wrong("'%s' is no finite number".formatted(text));
        }
        return value;
    }

    public int integer(String text, int least, int most) {
        double value = number(text);
        if (value != Math.rint(value) || value < least || value > most) {
            throw wrong(String.format(Locale.ROOT, "'%s' is no whole number from %d to %d", text, least, most));
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

package io.github.dann4j.app.cli.console;

import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a command prints, as UTF-8. The first line that cannot be written ends the command: a {@link PrintWriter} by itself notes a
 * failure and goes on.
 */
public final class StandardOutput extends Writer {
    private final Writer to;
    private boolean failed;

    private StandardOutput(OutputStream to) {
        this.to = new OutputStreamWriter(to, StandardCharsets.UTF_8);
    }

    /** Each line is written at its end; a write that fails throws {@link Unwritable}. */
    public static PrintWriter to(OutputStream stream) {
        return new PrintWriter(new StandardOutput(stream), true);
    }

    /** Standard output cannot be written: the disk is full, it is closed, or its reader is gone. */
    public static final class Unwritable extends RuntimeException {
        private final boolean readerGone;

        private Unwritable(IOException cause) {
            super(
                    "standard output cannot be written: %s; what was printed is not complete"
                            .formatted(FileException.reason(cause)),
                    cause);
            this.readerGone = String.valueOf(cause.getMessage())
                    .toLowerCase(Locale.ROOT)
                    .contains("pipe"); // "Broken pipe", "The pipe is being closed"
        }

        /** Whether the reader has closed the pipe, as {@code head} does when it has enough. */
        boolean readerGone() {
            return readerGone;
        }
    }

    @Override
    public void write(char[] text, int from, int length) {
        unlessFailed(() -> to.write(text, from, length));
    }

    @Override
    public void flush() {
        unlessFailed(to::flush);
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** A failure is told once: what still comes on the way to the command's end is dropped. */
    private void unlessFailed(Writing writing) {
        if (!failed) {
            try {
                writing.run();
            } catch (IOException e) {
                failed = true;
                throw new Unwritable(e);
            }
        }
    }

    @Override
    public void close() {
        flush();
    }
}

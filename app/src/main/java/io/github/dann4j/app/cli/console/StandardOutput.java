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
 * The standard output of a command, in UTF-8. The first line that cannot be written ends the command, whereas a plain
 * {@link PrintWriter} only records the failure and continues.
 */
public final class StandardOutput extends Writer {
    private final Writer to;
    private boolean failed;

    private StandardOutput(OutputStream to) {
        this.to = new OutputStreamWriter(to, StandardCharsets.UTF_8);
    }

    /** Returns a writer that flushes after each line. A write that fails throws {@link Unwritable}. */
    public static PrintWriter to(OutputStream stream) {
        return new PrintWriter(new StandardOutput(stream), true);
    }

    /**
     * Thrown if standard output cannot be written: the disk is full, the output is closed, or its reader closed the
     * pipe.
     */
    public static final class Unwritable extends RuntimeException {
        private final boolean readerGone;

        private Unwritable(IOException cause) {
            super(
                    "standard output cannot be written: %s; the output is incomplete"
                            .formatted(FileException.reason(cause)),
                    cause);
            this.readerGone = String.valueOf(cause.getMessage())
                    .toLowerCase(Locale.ROOT)
                    .contains("pipe"); // "Broken pipe", "The pipe is being closed"
        }

        /** Returns whether the reader closed the pipe, as {@code head} does when it has read enough. */
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

    /** Reports only the first failure; later output is dropped while the command ends. */
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

package io.github.dann4j.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The expected format of a file. A server that has lost a file often sends a web page saying so under the file's name.
 */
public enum FileFormat {
    /** gzip; checked by decompressing to the end, where its checksum is. */
    GZIP,
    /** bzip2; checked by its first bytes. */
    BZIP2,
    /** zip; checked by the list of its files, which is at the end. */
    ZIP,
    /** MATLAB, level 5; checked by its header. */
    MAT,
    /** Text of numbers; checked by its first bytes. */
    TEXT,
    /** safetensors; checked by its header, which gives the length of the file. */
    SAFETENSORS,
    /** ONNX; checked by its first bytes. */
    ONNX;

    private static final int HEAD = 256;
    private static final int MOST_HEADER = 100_000_000;
    private static final Pattern OFFSETS =
            Pattern.compile("\"data_offsets\"\\s*:\\s*\\[\\s*\\d+\\s*,\\s*(\\d{1,18})\\s*]");

    /** Returns what is wrong with a file; null if it looks as expected. */
    @Nullable
    String problem(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype") || start.startsWith("<html")) {
            return "is a web page";
        }
        boolean fits = switch (this) {
            case GZIP -> text.startsWith("\u001f\u008b") && isWholeGzip(file);
            case BZIP2 -> text.startsWith("BZh");
            case ZIP -> text.startsWith("PK") && isZip(file);
            case MAT -> text.startsWith("MATLAB 5.0");
            case TEXT ->
                head.length > 0
                        && text.chars().allMatch(c -> c == '\n' || c == '\r' || c == '\t' || (c >= ' ' && c <= '~'));
            case SAFETENSORS -> isWholeSafeTensors(file);
            case ONNX -> head.length > 1 && head[0] == 8 && head[1] > 0 && head[1] < 100; // the version of the format
        };
        return fits ? null : "is not a complete %s file".formatted(name().toLowerCase(Locale.ROOT));
    }

    private static boolean isWholeGzip(Path file) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
            byte[] block = new byte[1 << 16];
            int got;
            do {
                got = in.read(block);
            } while (got >= 0);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The header says where the last tensor ends. */
    private static boolean isWholeSafeTensors(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] length = in.readNBytes(Long.BYTES);
            long header = length.length < Long.BYTES
                    ? 0
                    : ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (header < 2 || header > Math.min(MOST_HEADER, Files.size(file) - Long.BYTES)) {
                return false;
            }
            String text = new String(in.readNBytes((int) header), StandardCharsets.UTF_8);
            long end = OFFSETS.matcher(text)
                    .results()
                    .mapToLong(offsets -> Long.parseLong(offsets.group(1)))
                    .max()
                    .orElse(-1);
            return text.startsWith("{") && Files.size(file) == Long.BYTES + header + end;
        }
    }

    private static boolean isZip(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.size() > 0;
        } catch (IOException e) {
            return false;
        }
    }
}

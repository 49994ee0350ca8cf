package io.github.dann4j.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The orientation of the camera, as Exif records it beside the pixels: what has to be done to the stored image so that
 * it shows the scene as it was seen. The constants are in the order of Exif's values 1 to 8.
 *
 * <p>Only this one tag is read. A library would read all values, and an Exif block of a few kilobytes can promise
 * gigabytes of them.
 */
enum Orientation {
    UPRIGHT,
    MIRRORED,
    UPSIDE_DOWN,
    FLIPPED,
    /** Mirrored at the diagonal from the top left. */
    TRANSPOSED,
    /** Must be turned clockwise by 90 degrees. */
    TURNED_LEFT,
    /** Mirrored at the diagonal from the top right. */
    TRANSVERSE,
    /** Must be turned counterclockwise by 90 degrees. */
    TURNED_RIGHT;

    private static final int CHANNELS = 3;
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int TIFF = 42;
    private static final int ENTRY_BYTES = 12;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int EXIF_CHUNK =
            ByteBuffer.wrap("eXIf".getBytes(StandardCharsets.US_ASCII)).getInt();

    /** Returns whether width and height are exchanged. */
    boolean swapsSides() {
        return ordinal() >= TRANSPOSED.ordinal();
    }

    /** Returns the image as it was seen. */
    DecodedImage upright(DecodedImage stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        int across = swapsSides() ? stored.height() : stored.width();
        int down = swapsSides() ? stored.width() : stored.height();
        int right = stored.width() - 1;
        int bottom = stored.height() - 1;
        byte[] from = stored.rgb();
        byte[] to = new byte[from.length];
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                int column = switch (this) {
                    case UPRIGHT, FLIPPED -> x;
                    case MIRRORED, UPSIDE_DOWN -> right - x;
                    case TRANSPOSED, TURNED_LEFT -> y;
                    case TRANSVERSE, TURNED_RIGHT -> right - y;
                };
                int row = switch (this) {
                    case UPRIGHT, MIRRORED -> y;
                    case UPSIDE_DOWN, FLIPPED -> bottom - y;
                    case TRANSPOSED, TURNED_RIGHT -> x;
                    case TURNED_LEFT, TRANSVERSE -> bottom - x;
                };
                int source = (row * stored.width() + column) * CHANNELS;
                int target = (y * across + x) * CHANNELS;
                to[target] = from[source];
                to[target + 1] = from[source + 1];
                to[target + 2] = from[source + 2];
            }
        }
        return new DecodedImage(across, down, to, stored.frames());
    }

    /**
     * Reads the eXIf chunk of a PNG file; returns {@link #UPRIGHT} for any other file and if there is no such chunk.
     */
    static Orientation ofPng(byte[] file) {
        if (file.length < PNG.length || !ByteBuffer.wrap(PNG).equals(ByteBuffer.wrap(file, 0, PNG.length))) {
            return UPRIGHT;
        }
        ByteBuffer chunks = ByteBuffer.wrap(file);
        chunks.position(PNG.length);
        while (chunks.remaining() >= 2 * Integer.BYTES) {
            int length = chunks.getInt();
            int type = chunks.getInt();
            if (length < 0 || length > chunks.remaining() - Integer.BYTES) {
                return UPRIGHT;
            }
            if (type == EXIF_CHUNK) {
                return ofExif(chunks.slice(chunks.position(), length));
            }
            chunks.position(chunks.position() + length + Integer.BYTES); // its checksum
        }
        return UPRIGHT;
    }

    /** Reads an Exif block from its byte order mark on. A damaged block is ignored: the image itself may be intact. */
    static Orientation ofExif(ByteBuffer exif) {
        if (exif.limit() < 8) {
            return UPRIGHT;
        }
        short mark = exif.order(ByteOrder.BIG_ENDIAN).getShort(0);
        exif.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = exif.getInt(4);
        if ((mark != 0x4949 && mark != 0x4d4d)
                || exif.getShort(2) != TIFF
                || directory < 8
                || directory > exif.limit() - Short.BYTES) {
            return UPRIGHT;
        }
        int entries = exif.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int at = directory + Short.BYTES + i * ENTRY_BYTES;
            if (at > exif.limit() - ENTRY_BYTES) {
                return UPRIGHT;
            }
            if ((exif.getShort(at) & 0xffff) == TAG) {
                int value = exif.getShort(at + 8) & 0xffff;
                boolean valid = exif.getShort(at + 2) == SHORT && exif.getInt(at + 4) == 1;
                return valid && value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}

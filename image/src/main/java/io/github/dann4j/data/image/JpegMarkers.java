package io.github.dann4j.data.image;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The information in the markers of a JPEG file, available before anything is decoded.
 *
 * @param scans passes over the image; a decoder works through all of its blocks in each
 * @param orientation of the first Exif block
 */
record JpegMarkers(int scans, Orientation orientation) {
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int APPLICATION_1 = 0xe1;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0};

    /**
     * Scans the markers; a file that is not a JPEG has none. Damage is skipped up to the next marker, as decoders do.
     */
    static JpegMarkers of(byte[] file) {
        int scans = 0;
        @Nullable Orientation orientation = null;
        if (file.length < 2 || (file[0] & 0xff) != 0xff || (file[1] & 0xff) != START_OF_IMAGE) {
            return new JpegMarkers(0, Orientation.UPRIGHT);
        }
        int at = 2;
        while (at < file.length - 1) {
            int code = file[at + 1] & 0xff;
            if ((file[at] & 0xff) != 0xff || code == 0 || code == 0xff) {
                at++; // within a scan, or damage
                continue;
            }
            if (code == END_OF_IMAGE) {
                break; // what follows is another image, such as the preview of some cameras
            }
            at += 2;
            if (code < 0xc0 || (code >= 0xd0 && code <= START_OF_IMAGE)) {
                continue; // a restart within a scan, or another marker without content
            }
            if (code == START_OF_SCAN) {
                scans++;
            }
            if (at + 2 > file.length) {
                break;
            }
            int length = Math.max(2, (file[at] & 0xff) << 8 | file[at + 1] & 0xff);
            int end = Math.min(file.length, at + length);
            if (code == APPLICATION_1 && orientation == null && startsWith(file, at + 2, end, EXIF)) {
                int tiff = at + 2 + EXIF.length + 1; // a filling byte follows the name
                orientation = Orientation.ofExif(ByteBuffer.wrap(file, Math.min(tiff, end), Math.max(0, end - tiff))
                        .slice());
            }
            at = end;
        }
        return new JpegMarkers(scans, orientation == null ? Orientation.UPRIGHT : orientation);
    }

    private static boolean startsWith(byte[] file, int from, int to, byte[] name) {
        return to - from >= name.length
                && ByteBuffer.wrap(file, from, name.length).equals(ByteBuffer.wrap(name));
    }
}

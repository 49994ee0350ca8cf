package io.github.dann4j.app.serve;

import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageException;

/** Decodes an image from a file's content. An interrupt of the thread ends it with an exception. */
interface ImageReader {
    /** @param mostPixels a larger image is refused with a message that begins with "too large" */
    DecodedImage read(byte[] file, int mostPixels) throws ImageException;
}

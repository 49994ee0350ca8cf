package io.github.dann4j.app.serve;

import io.github.dann4j.data.image.Picture;
import io.github.dann4j.data.image.PictureException;

/** Decodes an image from a file's content. An interrupt of the thread ends it with an exception. */
interface PictureReader {
    /** @param mostPixels a larger image is refused with a message that begins with "too large" */
    Picture read(byte[] file, int mostPixels) throws PictureException;
}

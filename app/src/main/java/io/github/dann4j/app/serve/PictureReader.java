package io.github.dann4j.app.serve;

import io.github.dann4j.data.image.Picture;
import io.github.dann4j.data.image.PictureException;

/** Makes a picture of a file's content. An interrupt of the thread ends it with an exception. */
interface PictureReader {
    /** @param mostPixels a picture of more is refused, by a message that begins with "too large" */
    Picture read(byte[] file, int mostPixels) throws PictureException;
}

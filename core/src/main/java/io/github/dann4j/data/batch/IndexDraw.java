package io.github.dann4j.data.batch;

/** Draws indices of images, batch by batch, without end. */
interface IndexDraw {
    /** The indices of the next batch. */
    long[] next();
}

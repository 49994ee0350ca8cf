package io.github.dann4j.data.batch;

/** Draws indices of images batch by batch, endlessly. */
interface IndexDraw {
    /** Returns the indices of the next batch. */
    long[] next();
}

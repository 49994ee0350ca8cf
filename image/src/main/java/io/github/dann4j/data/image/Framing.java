package io.github.dann4j.data.image;

/** How a photograph of any shape becomes a square. */
public enum Framing {
    /** The shorter side is resized, in proportion, and a square is cut out of the middle. */
    CROP,
    /** The whole image is resized to the square, which distorts it unless it is square. */
    STRETCH
}

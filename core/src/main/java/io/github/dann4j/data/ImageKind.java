package io.github.dann4j.data;

/** What the images of a dataset show, as far as a recipe depends on it. The catalogue states it; nothing is guessed. */
public enum ImageKind {
    /** Single digits: handwritten, printed, or blended over something. */
    DIGITS,
    /** Photographs of house numbers, cut to a digit. */
    HOUSE_NUMBERS,
    /** Images that imitate photographs of house numbers. */
    SYNTHETIC_NUMBERS,
    /** Road signs, photographed or drawn. */
    ROAD_SIGNS,
    /** Anything else, and all that nothing is known of, as a folder of pictures. */
    OTHER
}

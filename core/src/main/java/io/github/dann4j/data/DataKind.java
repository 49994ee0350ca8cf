package io.github.dann4j.data;

/** What a dataset holds, as far as a recipe depends on it. The catalogue states it; nothing is guessed. */
public enum DataKind {
    /** Images of single digits: handwritten, printed, or blended over something. */
    DIGITS,
    /** Photographs of house numbers, cut to a digit. */
    HOUSE_NUMBERS,
    /** Images that imitate photographs of house numbers. */
    SYNTHETIC_NUMBERS,
    /** Images of road signs, photographed or drawn. */
    ROAD_SIGNS,
    /** Images of anything else, and all of which nothing is known, as a folder of pictures. */
    OTHER,
    /** No images: a vector of features for each example. */
    FEATURES
}

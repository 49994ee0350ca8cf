package io.github.dann4j.data;

/** What a dataset contains, as far as a recipe depends on it. The catalogue states it; it is never guessed. */
public enum DataKind {
    /** Images of single digits: handwritten, printed, or blended over something. */
    DIGITS,
    /** Photographs of house numbers, cropped to a digit. */
    HOUSE_NUMBERS,
    /** Images that imitate photographs of house numbers. */
    SYNTHETIC_NUMBERS,
    /** Images of road signs, photographed or drawn. */
    ROAD_SIGNS,
    /** Images of anything else or of unknown content, for example a folder of images. */
    OTHER,
    /** Vectors of features instead of images. */
    FEATURES
}

package io.github.dann4j.data.format;

/**
 * Parses numbers as data files write them: decimal digits, a point, an exponent. Java's own parser would also accept
 * {@code 1d}, {@code 0x1p3} and {@code NaN}.
 */
public final class Decimal {
    private Decimal() {}

    /** Returns the number, infinite if it is too large for a double; NaN if the text is not a number. */
    public static double valueOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E')) {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}

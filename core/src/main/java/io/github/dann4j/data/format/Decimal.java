package io.github.dann4j.data.format;

/**
 * Numbers as files of data have them: decimal digits, a point, an exponent. Java by itself would take {@code 1d}, {@code 0x1p3} and
 * {@code NaN} too.
 */
public final class Decimal {
    private Decimal() {}

    /** The number, which may be infinite where it is too large for a double; NaN if the text is none. */
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

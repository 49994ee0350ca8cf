package io.github.dann4j.data.synth;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * Digits drawn with a pen of one width, defined here instead of in a font. House numbers are often cut, bent or painted
 * this way, with shapes that typefaces made for reading avoid (a three with a flat top, a one that is a bare stroke, an
 * open four).
 *
 * @param width of the digits over their height, 0.3 to 1
 * @param pen its width over the height of the digits, 0.05 to 0.3
 * @param flat a three with a flat top, a bare one and a closed four; otherwise a round three, a one with a flag and an
 *     open four
 */
record DrawnDigits(double width, double pen, boolean flat) {
    // Paths from the upper left (0, 0) to the lower right (1, 1): M moves, L draws a line, C a cubic curve, Z closes.
    private static final String ZERO =
            "M .5 0 C .8 0 1 .14 1 .36 L 1 .64 C 1 .86 .8 1 .5 1 C .2 1 0 .86 0 .64 L 0 .36 C 0 .14 .2 0 .5 0 Z";
    private static final String BARE_ONE = "M .5 0 L .5 1";
    private static final String FLAGGED_ONE = "M .1 .24 L .6 0 L .6 1";
    private static final String TWO = "M 0 .28 C 0 .1 .2 0 .5 0 C .8 0 1 .1 1 .28 C 1 .5 .3 .68 0 1 L 1 1";
    private static final String FLAT_THREE =
            "M 0 0 L 1 0 L .4 .42 C .8 .4 1 .52 1 .7 C 1 .9 .78 1 .48 1 C .2 1 .05 .93 0 .8";
    private static final String ROUND_THREE =
            "M 0 .2 C .05 .05 .25 0 .48 0 C .8 0 .96 .1 .96 .25 C .96 .42 .75 .47 .4 .47"
                    + " C .8 .47 1 .56 1 .73 C 1 .92 .75 1 .48 1 C .2 1 .05 .92 0 .78";
    private static final String CLOSED_FOUR = "M .78 0 L .78 1 M .7 0 L 0 .71 L 1 .71";
    private static final String OPEN_FOUR = "M .1 0 L 0 .58 L 1 .58 M .8 .2 L .8 1";
    private static final String FIVE =
            "M .92 0 L .12 0 L .06 .45 C .2 .36 .35 .34 .5 .34 C .85 .34 1 .5 1 .67 C 1 .9 .75 1 .48 1 C .2 1 .05 .93 0 .8";
    private static final String SIX = "M .92 .12 C .8 .02 .65 0 .55 0 C .2 0 0 .2 0 .6 C 0 .88 .2 1 .5 1"
            + " C .8 1 1 .88 1 .69 C 1 .5 .8 .4 .52 .4 C .25 .4 .05 .5 0 .65";
    private static final String SEVEN = "M 0 0 L 1 0 L .35 1";
    private static final String EIGHT =
            "M .5 .46 C .2 .46 .06 .37 .06 .23 C .06 .08 .25 0 .5 0 C .75 0 .94 .08 .94 .23 C .94 .37 .8 .46 .5 .46"
                    + " C .18 .46 0 .57 0 .73 C 0 .9 .2 1 .5 1 C .8 1 1 .9 1 .73 C 1 .57 .82 .46 .5 .46 Z";
    private static final String NINE = "M .08 .88 C .2 .98 .35 1 .45 1 C .8 1 1 .8 1 .4 C 1 .12 .8 0 .5 0"
            + " C .2 0 0 .12 0 .31 C 0 .5 .2 .6 .48 .6 C .75 .6 .95 .5 1 .35";

    /** Distance between two digits, over the height. */
    private static final double GAP = 0.12;

    private static final double FLATNESS = 0.008;

    Typeface.Glyph glyph(int digit) {
        boolean bare = digit == 1 && flat;
        double wide = bare ? pen : width;
        Path2D path = path(text(digit), wide);
        Path2D outline = new Stroke(pen, FLATNESS).along(path);
        return new Typeface.Glyph(outline, new Rectangle2D.Double(0, -1, wide, 1), wide + GAP, path, pen);
    }

    private String text(int digit) {
        return switch (digit) {
            case 0 -> ZERO;
            case 1 -> flat ? BARE_ONE : FLAGGED_ONE;
            case 2 -> TWO;
            case 3 -> flat ? FLAT_THREE : ROUND_THREE;
            case 4 -> flat ? CLOSED_FOUR : OPEN_FOUR;
            case 5 -> FIVE;
            case 6 -> SIX;
            case 7 -> SEVEN;
            case 8 -> EIGHT;
            case 9 -> NINE;
            default -> throw new IllegalArgumentException("a digit is 0 to 9, got " + digit);
        };
    }

    /** Returns the path of the pen's middle, such that its edge stays within the box of the digit. */
    private Path2D path(String text, double wide) {
        double[] at = new double[6];
        Path2D path = new Path2D.Double();
        String[] words = text.split(" ");
        for (int i = 0; i < words.length; ) {
            String command = words[i++];
            int numbers = command.equals("Z") ? 0 : command.equals("C") ? 6 : 2;
            for (int k = 0; k < numbers; k++) {
                double share = Double.parseDouble(words[i++]);
                at[k] = k % 2 == 0 ? pen / 2 + share * (wide - pen) : -1 + pen / 2 + share * (1 - pen);
            }
            switch (command) {
                case "M" -> path.moveTo(at[0], at[1]);
                case "L" -> path.lineTo(at[0], at[1]);
                case "Z" -> path.closePath();
                default -> path.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
            }
        }
        return path;
    }
}

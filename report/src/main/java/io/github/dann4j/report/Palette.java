package io.github.dann4j.report;

import java.awt.Color;

/** Colours of groups; if there are few groups, colour-blind people can distinguish them too. */
final class Palette {
    /** The colour of points without a group. */
    static final Color NONE = new Color(0x56, 0x70, 0x8C);

    /**
     * Okabe and Ito's colours without their yellow, which is too pale for dots on white, and three more: enough for ten
     * digits.
     */
    private static final int[] COLOURS = {
        0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9, 0x8A7A00, 0x000000, 0x7B3FA0, 0x9A9A9A
    };

    private Palette() {}

    /**
     * Returns the colour of a group.
     *
     * @param group from 0; −1 for none
     * @param groups number of groups
     */
    static Color colour(int group, int groups) {
        if (group < 0) {
            return NONE;
        }
        return groups <= COLOURS.length
                ? new Color(COLOURS[group])
                : Color.getHSBColor(
                        (float) group / groups, group % 2 == 0 ? 0.9f : 0.55f, group % 3 == 0 ? 0.6f : 0.85f);
    }
}

package io.github.dann4j.failure;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The known name that a mistyped one probably means: the way out in a message. */
public final class NearestName {
    private NearestName() {}

    /**
     * The name that the fewest edits lead to (Levenshtein distance: letters put in, left out or exchanged), in small letters; of several
     * the first.
     *
     * @param known at least one
     * @throws IllegalArgumentException if none is known
     */
    public static String of(String given, Collection<String> known) {
        String small = given.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(name -> edits(small, name)))
                .orElseThrow(() -> new IllegalArgumentException("no name is known"));
    }

    /** Row by row of the usual table: {@code before[j]} edits lead from the first letters of {@code one} to the first j of {@code other}. */
    private static int edits(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[before.length];
            now[0] = i;
            for (int j = 1; j < now.length; j++) {
                int exchanged = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(exchanged, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[other.length()];
    }
}

package io.github.dann4j.failure;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the known name that a mistyped one probably means, for error messages. */
public final class NearestName {
    private NearestName() {}

    /**
     * Returns the known name with the smallest edit distance to the given name in lower case (Levenshtein distance:
     * letters inserted, deleted or replaced); the first of several.
     *
     * @param known at least one name
     * @throws IllegalArgumentException if {@code known} is empty
     */
    public static String of(String given, Collection<String> known) {
        String small = given.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(name -> edits(small, name)))
                .orElseThrow(() -> new IllegalArgumentException("at least one known name is needed, got none"));
    }

    /**
     * Fills the usual table row by row: {@code before[j]} edits turn the first letters of {@code one} into the first j
     * letters of {@code other}.
     */
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

package io.github.dann4j.app.cli.console;

import java.util.Locale;

/** Writes how long something takes. */
public final class Durations {
    private Durations() {}

    /** Returns minutes and seconds, such as {@code 7:05}, with hours before them from an hour on. */
    public static String text(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}

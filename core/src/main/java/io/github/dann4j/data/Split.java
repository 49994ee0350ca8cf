package io.github.dann4j.data;

/** The two parts of a data set. */
public enum Split {
    TRAIN,
    TEST;

    /** The name users read: {@code train} or {@code test}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

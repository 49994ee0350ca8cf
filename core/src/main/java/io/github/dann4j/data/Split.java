package io.github.dann4j.data;

/** The two splits of a dataset. */
public enum Split {
    TRAIN,
    TEST;

    /** Returns the name for users: {@code train} or {@code test}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

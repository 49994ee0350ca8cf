package io.github.dann4j.data;

import io.github.dann4j.api.PublicApi;

/** The two splits of a dataset. */
@PublicApi
public enum Split {
    TRAIN,
    TEST;

    /** Returns the name for users: {@code train} or {@code test}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

package io.github.dann4j.model;

import io.github.dann4j.api.PublicApi;

/** The two domains with their domain labels d_i: source 0, target 1 (Ganin et al. 2016, §3). */
@PublicApi
public enum Domain {
    SOURCE(0),
    TARGET(1);

    private final int label;

    Domain(int label) {
        this.label = label;
    }

    /** Returns d_i: 0 for the source, 1 for the target. */
    public int label() {
        return label;
    }
}

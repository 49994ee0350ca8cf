package io.github.dann4j.app.cli.train;

import java.util.Locale;

/** Which layers are trained with a backbone. */
enum Tune {
    /** Those after the backbone: its features are computed once. */
    HEADS,
    /** Also those from its last stage on; the outputs of the others are computed once. */
    LAST_STAGE,
    /** All: every image goes through all layers in every step. */
    ALL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

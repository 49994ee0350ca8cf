package io.github.dann4j.app.cli.train;

import java.util.Locale;

/** What is trained of a backbone. */
enum Tune {
    /** Nothing: its features are computed once. */
    NONE,
    /** The layers from its last stage on; the outputs of the others are computed once. */
    LAST_STAGE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package io.github.dann4j.app.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TuneNamesTest {
    /** A run of an earlier version has the name none in its options. */
    @Test
    void none_isHeads_alsoWhereARunIsResumed() {
        assertThat(new TuneNames().convert("none")).isEqualTo(Tune.HEADS);
        assertThat(new TuneNames().convert("Last_Stage")).isEqualTo(Tune.LAST_STAGE);
        assertThat(BackboneOptions.isSame("tune", "heads", "none")).isTrue();
        assertThat(BackboneOptions.isSame("tune", "all", "none")).isFalse();
    }
}

package io.github.dann4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    @Test
    void bothSpellings_andUpperCase_areRead() {
        assertThat(Provenance.of(Map.of("source", "torchvision", "License", "BSD-3-Clause")))
                .isEqualTo(new Provenance("torchvision", "BSD-3-Clause"));
        assertThat(Provenance.of(Map.of("url", "https://example.org", "origin", "here", "licence", "MIT")))
                .isEqualTo(new Provenance("here", "MIT"));
    }

    @Test
    void whatAFileDoesNotSay_isNotStated() {
        Provenance half = Provenance.of(Map.of("licence", "MIT", "source", "  "));
        assertThat(half.described()).isEqualTo("origin: not stated in the file; licence: MIT");
        assertThat(Provenance.of(Map.of("format", "pt")).described())
                .isEqualTo("origin and licence: not stated in the file");
    }

    @Test
    void aWholeLicence_becomesOneLine() {
        Provenance whole = Provenance.of(Map.of("license", "BSD 3-Clause\n\nCopyright\u0000\t" + "x".repeat(5000)));
        assertThat(whole.licence())
                .startsWith("BSD 3-Clause Copyright xxx")
                .endsWith(" ...")
                .hasSizeLessThan(310);
    }

    @Test
    void blankTexts_areRefused() {
        assertThatThrownBy(() -> new Provenance("", "MIT"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("origin must not be blank");
    }
}

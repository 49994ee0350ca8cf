package io.github.dann4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FontsTest {
    @Test
    void whereTextCanBeDrawn_nothingIsMissing() {
        assertThat(Fonts.missing(() -> {})).isEmpty();
    }

    @Test
    void aMissingLibrary_isNamedInOneLine_withTheWayOut() {
        assertThat(Fonts.missing(() -> {
                    throw new UnsatisfiedLinkError("libharfbuzz.so.0: cannot open shared object file\nmore");
                }))
                .hasValue(
                        "this Java cannot draw text (libharfbuzz.so.0: cannot open shared object file); install the packages fontconfig and a font, such as fonts-dejavu-core");
        assertThat(Fonts.missing(() -> {
                    throw new NullPointerException("FontConfiguration.head is null");
                }))
                .hasValueSatisfying(line -> assertThat(line).contains("head is null"));
    }
}

package io.github.dann4j.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> KNOWN = List.of("mnist", "mnist-m", "usps", "svhn", "source-only", "dann");

    @ParameterizedTest
    @CsvSource({
        "minst, mnist",
        "mnist-n, mnist-m",
        "mnistm, mnist", // one letter removed or one added: of two equally near names, the first
        "SVNH, svhn",
        "ups, usps",
        "sourceonly, source-only",
        "dan, dann",
        "'', usps"
    })
    void fewestEdits_win(String given, String nearest) {
        assertThat(NearestName.of(given, KNOWN)).isEqualTo(nearest);
    }

    /**
     * kitten, sitten, sittin, sitting: three edits, as many as to a word with three more letters, and fewer than to one
     * with four more.
     */
    @Test
    void edits_areCountedAsLevenshteinDid() {
        assertThat(NearestName.of("kitten", List.of("kittenabcd", "sitting"))).isEqualTo("sitting");
        assertThat(NearestName.of("kitten", List.of("kittenab", "sitting"))).isEqualTo("kittenab");
        assertThat(NearestName.of("kitten", List.of("sitting", "kittenabc"))).isEqualTo("sitting");
        assertThat(NearestName.of("kitten", List.of("kittenabc", "sitting"))).isEqualTo("kittenabc");
    }

    @Test
    void withoutKnownNames_thereIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> NearestName.of("x", List.of()));
    }
}

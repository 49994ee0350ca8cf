package io.github.dann4j.app.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeConverterTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "100, 100", "3k, 3072", "512m, 536870912", "4G, 4294967296"})
    void size_isANumberOfBytes(String text, long bytes) {
        assertThat(new SizeConverter().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1.5g", "2t", "2 g", "12345678901"})
    void anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> new SizeConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'%s' is not a size; a size is digits and a letter, such as 512m or 4g", text);
    }

    @Test
    void largest_doesNotOverflow() {
        assertThat(new SizeConverter().convert("999999999g")).isEqualTo(999_999_999L << 30);
    }
}

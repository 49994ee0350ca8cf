package io.github.dann4j.app.cli.data;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes such as {@code 512m}: digits, then {@code k}, {@code m} or {@code g} for powers of 1,024. */
final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg]?)");

    @Override
    public Long convert(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'%s' is not a size; a size is digits and a letter, such as 512m or 4g".formatted(text));
        }
        return Long.parseLong(matcher.group(1))
                << 10 * (" kmg".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2)));
    }
}

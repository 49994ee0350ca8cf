package io.github.dann4j.data;

import java.util.List;
import java.util.stream.IntStream;

/** The classes of every dataset of digits: the digits themselves. */
public final class DigitClasses {
    public static final List<String> NAMES =
            IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    private DigitClasses() {}
}

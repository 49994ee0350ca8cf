package io.github.dann4j.app.cli.paper;

import io.github.dann4j.failure.NearestName;
import io.github.dann4j.paper.ReviewPair;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a pair of review domains such as {@code books-dvd}. */
final class ReviewPairs implements ITypeConverter<ReviewPair> {
    @Override
    public ReviewPair convert(String text) {
        List<String> names = ReviewPair.all().stream().map(ReviewPair::label).toList();
        int at = names.indexOf(text);
        if (at < 0) {
            throw new TypeConversionException("'%s' is not a pair of review domains; did you mean %s? The pairs are %s"
                    .formatted(text, NearestName.of(text, names), String.join(", ", names)));
        }
        return ReviewPair.all().get(at);
    }
}

package io.github.dann4j.app.cli.paper;

import io.github.dann4j.failure.NearestName;
import io.github.dann4j.paper.image.ImagePair;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a pair of digits such as {@code mnist-mnist-m}. */
final class ImagePairs implements ITypeConverter<ImagePair> {
    @Override
    public ImagePair convert(String text) {
        List<String> names = Stream.of(ImagePair.values()).map(ImagePair::label).toList();
        int at = names.indexOf(text);
        if (at < 0) {
            throw new TypeConversionException("'%s' is not a pair of table 2; did you mean %s? The pairs are %s"
                    .formatted(text, NearestName.of(text, names), String.join(", ", names)));
        }
        return ImagePair.values()[at];
    }
}

package io.github.dann4j.app.cli.paper;

import io.github.dann4j.paper.image.ImagePair;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dann4j paper digits}: the digits of table 2 of the paper. */
@Command(
        name = "digits",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Table 2 of the DANN paper on digits, with preset paper: source only, subspace alignment (SA), DANN and train on target.",
            "Also tests each network with its last layer replaced by a linear SVM, and measures the proxy A-distance of the domains in its last hidden layer.",
            "Each finished training is a file in the folder; the same command with the same --out continues there."
        },
        footer = {"", "Example:  dann4j paper digits --data DIR --pairs mnist-mnist-m --seeds 0,1,2 --out table-2"})
final class DigitsCommand implements Callable<Integer> {
    @Option(
            names = "--pairs",
            split = ",",
            paramLabel = "PAIR",
            converter = ImagePairs.class,
            description =
                    "Only these pairs, separated by commas: mnist-mnist-m, syn-numbers-svhn, svhn-mnist (default: all three).")
    private @Nullable List<ImagePair> pairs;

    @Mixin
    private ImageOptions options = new ImageOptions();

    @Override
    public Integer call() {
        return options.run(pairs != null ? pairs : ImagePair.DIGITS, "paper-digits");
    }
}

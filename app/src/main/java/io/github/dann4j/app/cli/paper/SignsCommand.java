package io.github.dann4j.app.cli.paper;

import io.github.dann4j.paper.image.ImagePair;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dann4j paper signs}: the road signs of table 2 of the paper. */
@Command(
        name = "signs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Table 2 of the DANN paper on road signs, with preset paper: source only, subspace alignment (SA), DANN and train on target.",
            "Also tests each network with its last layer replaced by a linear SVM, and measures the proxy A-distance of the domains in its last hidden layer.",
            "Each finished training is a file in the folder; the same command with the same --out continues there."
        },
        footer = {"", "Example:  dann4j paper signs --data DIR --seeds 0,1,2 --out table-2-signs"})
final class SignsCommand implements Callable<Integer> {
    @Mixin
    private ImageOptions options = new ImageOptions();

    @Override
    public Integer call() {
        return options.run(ImagePair.SIGNS, "paper-signs");
    }
}

package io.github.dann4j.classify;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The smallest program that classifies, to measure how long it takes and what memory it needs: prints file, class and
 * probability of each image as CSV. docs/BACKBONES.md has its command.
 */
final class ClassifyFiles {
    private ClassifyFiles() {}

    /** @param args the model, then image files */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (Classifier classifier = Classifier.open(Path.of(args[0]))) {
            out.println("image,class,probability");
            for (int i = 1; i < args.length; i++) {
                Classification result = classifier.classify(Path.of(args[i]));
                out.printf(Locale.ROOT, "\"%s\",\"%s\",%.7f%n", args[i], result.className(), result.probability());
            }
        }
        out.flush();
    }
}

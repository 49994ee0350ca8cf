package io.github.dann4j.app.cli.data;

import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.fetch.Checksum;
import io.github.dann4j.pretrained.PublishedWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the commands say about published weights. */
final class WeightsText {
    private static final long MEGA = 1_000_000;

    private WeightsText() {}

    /** Returns the file in the first data folder that has it. */
    static Optional<Path> file(PublishedWeights weights, DataLocation where) {
        return where.places().stream()
                .map(place -> place.folder().resolve(weights.file().name()))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Returns the line of a list. */
    static String line(PublishedWeights weights, DataLocation where) {
        return "%-20s %-72s %s"
                .formatted(
                        weights.name(),
                        "%s; %s, %s".formatted(weights.title(), weights.licence(), size(weights)),
                        file(weights, where).map(Path::toString).orElse("not found"));
    }

    /** Returns everything that is known, in lines. */
    static List<String> lines(PublishedWeights weights, DataLocation where) {
        return List.of(
                "%s: %s".formatted(weights.name(), weights.title()),
                "  features  " + weights.features(),
                "  licence   %s, of the weights; ImageNet, on which they were trained, has its own terms"
                        .formatted(weights.licence()),
                "  size      " + size(weights),
                "  checksum  "
                        + Optional.ofNullable(weights.file().checksum())
                                .map(Checksum::toString)
                                .orElse("not known"),
                "  from      " + weights.file().addresses().get(0),
                "  file      "
                        + file(weights, where)
                                .map(Path::toString)
                                .orElse("not found; download it with 'dann4j data fetch %s'".formatted(weights.name())),
                "  use       --backbone "
                        + option(
                                weights,
                                file(weights, where)
                                        .orElse(Path.of(weights.file().name()))));
    }

    /** Returns what a user should know who has fetched the file. */
    static String fetched(PublishedWeights weights, Path folder) {
        return "%s: %s; licence %s; gives %s; use it with --backbone %s"
                .formatted(
                        weights.name(),
                        weights.title(),
                        weights.licence(),
                        weights.features(),
                        option(weights, folder.resolve(weights.file().name())));
    }

    private static String option(PublishedWeights weights, Path file) {
        return weights.kind() + ":" + file;
    }

    private static String size(PublishedWeights weights) {
        return String.format(
                Locale.ROOT, "%d MB", Math.round((double) weights.file().bytes() / MEGA));
    }
}

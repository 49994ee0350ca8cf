package io.github.dann4j.backbone;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the weights of a backbone come from and under which licence they are, as their file says it.
 *
 * @param origin such as an address; {@value #NOT_STATED} if the file does not say it
 * @param licence such as {@code BSD-3-Clause}; {@value #NOT_STATED} if the file does not say it
 */
public record Provenance(String origin, String licence) {
    /** Stands for what a file does not say. */
    public static final String NOT_STATED = "not stated in the file";

    /** What is known of weights whose model was saved before this was recorded. */
    static final String NOT_RECORDED = "not recorded";

    /** A file may hold the whole text of a licence; its beginning names it. */
    private static final int MOST_CHARACTERS = 300;

    private static final List<String> ORIGIN = List.of("origin", "source", "url");
    private static final List<String> LICENCE = List.of("licence", "license");

    public Provenance {
        require("origin", origin);
        require("licence", licence);
    }

    private static void require(String name, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
    }

    /** Returns what is known of weights whose model was saved before this was recorded. */
    public static Provenance notRecorded() {
        return new Provenance(NOT_RECORDED, NOT_RECORDED);
    }

    /**
     * Reads the metadata of a file: {@code origin}, {@code source} or {@code url}, and {@code licence} or
     * {@code license}, in upper or lower case.
     *
     * @param metadata texts by name
     */
    public static Provenance of(Map<String, String> metadata) {
        Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        metadata.forEach(texts::putIfAbsent);
        return new Provenance(text(texts, ORIGIN), text(texts, LICENCE));
    }

    private static String text(Map<String, String> texts, List<String> names) {
        return names.stream()
                .map(name -> line(texts.getOrDefault(name, "")))
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(NOT_STATED);
    }

    private static String line(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= MOST_CHARACTERS
                ? line
                : line.substring(0, MOST_CHARACTERS).strip() + " ...";
    }

    /** Returns both in one line, for messages. */
    public String described() {
        return origin.equals(licence)
                ? "origin and licence: " + origin
                : "origin: %s; licence: %s".formatted(origin, licence);
    }
}

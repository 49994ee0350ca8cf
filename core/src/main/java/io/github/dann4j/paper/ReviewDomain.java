package io.github.dann4j.paper;

import java.util.Locale;

/** The four kinds of products of the Amazon reviews. */
public enum ReviewDomain {
    BOOKS,
    DVD,
    ELECTRONICS,
    KITCHEN;

    /** Returns the name in the catalogue, such as {@code amazon-books}. */
    public String dataset() {
        return "amazon-" + label();
    }

    /** Returns the name in small letters. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.github.dann4j.paper;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of the paper's table 1.
 *
 * @param source the domain with labels
 * @param target another domain
 */
public record ReviewPair(ReviewDomain source, ReviewDomain target) {
    public ReviewPair {
        if (source == target) {
            throw new IllegalArgumentException("source and target must differ, got " + source + " twice");
        }
    }

    /** Returns the 12 pairs in the order of the paper. */
    public static List<ReviewPair> all() {
        List<ReviewPair> pairs = new ArrayList<>();
        for (ReviewDomain source : ReviewDomain.values()) {
            for (ReviewDomain target : ReviewDomain.values()) {
                if (source != target) {
                    pairs.add(new ReviewPair(source, target));
                }
            }
        }
        return List.copyOf(pairs);
    }

    /** Returns a name for files, such as {@code books-dvd}. */
    public String label() {
        return source.label() + "-" + target.label();
    }

    /** Returns the domain of the two that comes first in the list of domains. */
    ReviewDomain first() {
        return source.compareTo(target) < 0 ? source : target;
    }

    ReviewDomain second() {
        return source.compareTo(target) < 0 ? target : source;
    }
}

package io.github.dann4j.paper;

/** Receives what happens while the paper's table is computed. Called from several threads, one at a time. */
public interface ReviewListener {
    /** Does nothing. */
    ReviewListener NONE = new ReviewListener() {};

    /**
     * A pair begins.
     *
     * @param done pairs that are finished
     * @param pairs pairs of the table
     */
    default void began(ReviewPair pair, int done, int pairs) {}

    /** A part of the work on a pair begins, such as learning its mSDA features. */
    default void part(ReviewPair pair, String part) {}

    /**
     * A method is trained and tested with one seed.
     *
     * @param what the method, and its seed if it has one
     * @param accuracy on the target's test split, 0 to 1
     */
    default void tested(ReviewPair pair, String what, double accuracy) {}

    /**
     * A pair is finished.
     *
     * @param resumed whether an earlier run had computed it
     */
    default void finished(ReviewRecord record, boolean resumed) {}
}

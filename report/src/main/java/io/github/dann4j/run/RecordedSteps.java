package io.github.dann4j.run;

/**
 * The steps of a training that are recorded: all of a short training, every k-th of a long one, so that a training has
 * at most about 2,000 lines.
 */
record RecordedSteps(int every) {
    private static final int MOST = 1900;

    /** @param steps steps of the whole training */
    static RecordedSteps of(int steps) {
        return new RecordedSteps(Math.max(1, (steps + MOST - 1) / MOST));
    }

    /** @param step from 0 */
    boolean contains(int step) {
        return step == 0 || (step + 1) % every == 0;
    }
}

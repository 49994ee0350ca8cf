package io.github.dann4j.sweep;

/** Processes that train trials of a sweep at the same time, each by {@link Sweep#train}. */
public interface ParallelTrials {
    /** Starts a process that trains this trial; returns at once. */
    void start(int number);

    /**
     * Waits until one of the processes has ended.
     *
     * @throws java.util.concurrent.CancellationException when the thread is interrupted, or if a process was
     */
    void awaitOne();
}

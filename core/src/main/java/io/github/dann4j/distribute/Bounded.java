package io.github.dann4j.distribute;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs native calls that may never return, for instance exchanges with a machine whose network connection is cut. A
 * call is abandoned after a time limit; its thread remains.
 */
final class Bounded {
    private Bounded() {}

    /** @throws WorkerException if the call fails or exceeds the limit */
    static <T> T call(String what, Duration longest, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "workers: " + what);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new WorkerException(
                    String.format(Locale.ROOT, "%s: no answer within %d s", what, longest.toSeconds()), e);
        } catch (InterruptedException e) {
            throw new CancellationException("stopped during " + what);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new WorkerException("%s: %s".formatted(what, NativeFailure.line(cause)), cause);
        }
    }
}

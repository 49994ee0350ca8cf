package io.github.dann4j.app.serve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** The metrics of a server, in the text format of Prometheus (version 0.0.4). Thread-safe. */
final class ServeMetrics {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    private static final double[] SIZES = {1, 2, 4, 8, 16, 32, 64};

    private final Map<Integer, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final Map<Integer, LongAdder> others = new ConcurrentSkipListMap<>();
    private final LongAdder images = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicInteger running = new AtomicInteger();
    private final Histogram seconds = new Histogram(SECONDS);
    private final Histogram batches = new Histogram(SIZES);

    /** Counts values up to each bound. */
    private static final class Histogram {
        private final double[] bounds;
        private final LongAdder[] counts;
        private final DoubleAdder sum = new DoubleAdder();

        Histogram(double[] bounds) {
            this.bounds = bounds;
            this.counts = new LongAdder[bounds.length + 1];
            Arrays.setAll(counts, i -> new LongAdder());
        }

        void add(double value) {
            int bucket = 0;
            while (bucket < bounds.length && value > bounds[bucket]) {
                bucket++;
            }
            counts[bucket].increment();
            sum.add(value);
        }

        void write(StringBuilder text, String name) {
            long below = 0;
            for (int i = 0; i < counts.length; i++) {
                below += counts[i].sum();
                String bound = i < bounds.length ? number(bounds[i]) : "+Inf";
                text.append(String.format(Locale.ROOT, "%s_bucket{le=\"%s\"} %d%n", name, bound, below));
            }
            text.append(String.format(Locale.ROOT, "%s_sum %s%n%s_count %d%n", name, sum.sum(), name, below));
        }

        private static String number(double bound) {
            return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
        }
    }

    void began() {
        running.incrementAndGet();
    }

    /** Called when a request to {@code /predict} whose body was read is about to be answered. */
    void ended(double tookSeconds) {
        running.decrementAndGet();
        seconds.add(tookSeconds);
    }

    /**
     * Called when any request is about to be answered: with a prediction, a refusal before its body was read, or an
     * error.
     *
     * @param predict whether it was a request to {@code /predict}
     */
    void answered(boolean predict, int status) {
        (predict ? requests : others)
                .computeIfAbsent(status, code -> new LongAdder())
                .increment();
    }

    void batch(int size) {
        batches.add(size);
        images.add(size);
    }

    /** Called when an image could not be read. */
    void refused() {
        refused.increment();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        statuses(
                text,
                "dann4j_requests_total",
                "Requests to /predict, including refused ones, by status; 499: the client closed the connection.",
                requests);
        statuses(
                text,
                "dann4j_other_requests_total",
                "Requests to other addresses and malformed requests, by status.",
                others);
        head(text, "dann4j_requests_running", "gauge", "Requests to /predict in progress.");
        text.append("dann4j_requests_running ").append(running.get()).append('\n');
        head(text, "dann4j_pictures_total", "counter", "Images predicted.");
        text.append("dann4j_pictures_total ").append(images.sum()).append('\n');
        head(text, "dann4j_pictures_refused_total", "counter", "Images that could not be read.");
        text.append("dann4j_pictures_refused_total ").append(refused.sum()).append('\n');
        head(
                text,
                "dann4j_request_seconds",
                "histogram",
                "Seconds from the headers of an accepted request to /predict to its answer.");
        seconds.write(text, "dann4j_request_seconds");
        head(text, "dann4j_batch_pictures", "histogram", "Images predicted together.");
        batches.write(text, "dann4j_batch_pictures");
        return text.toString().replace("\r\n", "\n");
    }

    private static void statuses(StringBuilder text, String name, String help, Map<Integer, LongAdder> counts) {
        head(text, name, "counter", help);
        counts.forEach((status, count) ->
                text.append(String.format(Locale.ROOT, "%s{status=\"%d\"} %d%n", name, status, count.sum())));
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}

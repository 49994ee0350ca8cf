package io.github.dann4j.app.serve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What a server counts, in Prometheus' text format (version 0.0.4). Safe for many threads. */
final class ServeMetrics {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    private static final double[] SIZES = {1, 2, 4, 8, 16, 32, 64};

    private final Map<Integer, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final LongAdder pictures = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicInteger running = new AtomicInteger();
    private final Histogram seconds = new Histogram(SECONDS);
    private final Histogram batches = new Histogram(SIZES);

    /** Counts of values up to each bound. */
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

    /** A request to {@code /predict} was answered. */
    void answered(int status, double tookSeconds) {
        running.decrementAndGet();
        requests.computeIfAbsent(status, code -> new LongAdder()).increment();
        seconds.add(tookSeconds);
    }

    void batch(int size) {
        batches.add(size);
        pictures.add(size);
    }

    /** A picture could not be read. */
    void refused() {
        refused.increment();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        head(text, "dann4j_requests_total", "counter", "Requests to /predict, by status.");
        requests.forEach((status, count) -> text.append(
                String.format(Locale.ROOT, "dann4j_requests_total{status=\"%d\"} %d%n", status, count.sum())));
        head(text, "dann4j_requests_running", "gauge", "Requests to /predict in the works.");
        text.append("dann4j_requests_running ").append(running.get()).append('\n');
        head(text, "dann4j_pictures_total", "counter", "Pictures predicted.");
        text.append("dann4j_pictures_total ").append(pictures.sum()).append('\n');
        head(text, "dann4j_pictures_refused_total", "counter", "Pictures that could not be read.");
        text.append("dann4j_pictures_refused_total ").append(refused.sum()).append('\n');
        head(text, "dann4j_request_seconds", "histogram", "From a request's headers to its answer.");
        seconds.write(text, "dann4j_request_seconds");
        head(text, "dann4j_batch_pictures", "histogram", "Pictures predicted together.");
        batches.write(text, "dann4j_batch_pictures");
        return text.toString().replace("\r\n", "\n");
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}

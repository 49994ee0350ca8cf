package io.github.dann4j.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures how fast a training runs beside processes that keep every processor busy, as the program starts it and with
 * other settings.
 *
 * <pre>
 * mvn -q -B -Dquick -pl app,bench -am package
 * java -cp bench/target/quick/classes io.github.dann4j.bench.BusyMachine [OPTION]... [WAY]...
 *
 *   WAY             text before the command: '' for none, 'GOMP_SPINCOUNT=1000', 'chrt --batch 0'; additional options
 *                   of the training follow after a colon: ':--threads 1'
 *   --busy 0,1,2,4  busy processes for each processor
 *   --turns 6       turns of each way for each number of busy processes
 *   --seconds 3     duration of a turn
 * </pre>
 *
 * Each way is a separate training, source only on the embedded pair, started by {@code ./dann4j}. It is stopped
 * ({@code SIGSTOP}) except in its turns. The ways take turns, so that other work of the machine affects all of them
 * alike. The steps of a turn are counted by the lines that {@code metrics.jsonl} gains in it, from the first one to the
 * last.
 *
 * <p>Prints for each way and number of busy processes: the median, the mean, the minimum and the maximum of its turns
 * in steps per second, and the mean as a share of the fair rate. The fair rate is the median of the first way without
 * busy processes, divided by one more than the number of busy processes per processor. The share uses the mean because
 * a busy machine changes between states: for seconds the scheduler lets both threads of a training run together, then
 * it does not.
 */
public final class BusyMachine {
    /** With this number of steps, every fourth step has a line, and none of these trainings reaches its end. */
    private static final String VERB = "train --source printed --target textured --method source-only --steps 8000"
            + " --no-report --no-tensorboard --quiet";

    private static final int STEPS_A_LINE = 4;
    private static final int WARM_UP_LINES = 40;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final long SETTLING_MILLIS = 300;
    private static final long LONGEST_WAIT = TimeUnit.MINUTES.toNanos(2);

    private List<Integer> busy = List.of(0, 1, 2, 4);
    private int turns = 6;
    private double seconds = 3;
    private final List<String> ways = new ArrayList<>();

    private BusyMachine(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--busy" ->
                    busy = Arrays.stream(args[++i].split(","))
                            .map(Integer::valueOf)
                            .toList();
                case "--turns" -> turns = Integer.parseInt(args[++i]);
                case "--seconds" -> seconds = Double.parseDouble(args[++i]);
                default -> ways.add(args[i]);
            }
        }
        if (ways.isEmpty()) {
            ways.add("");
        }
    }

    /** Runs the measurement; see the class. */
    public static void main(String[] args) throws IOException, InterruptedException {
        new BusyMachine(args).run();
    }

    private void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("busy");
        List<Training> trainings = new ArrayList<>();
        try {
            for (String way : ways) {
                trainings.add(Training.begin(way, folder.resolve("way" + trainings.size())));
            }
            double alone = 0;
            for (int others : busy) {
                List<List<Double>> rates = measure(trainings, others);
                if (others == 0) {
                    alone = median(rates.get(0));
                }
                for (int i = 0; i < ways.size(); i++) {
                    print(others, ways.get(i), rates.get(i), alone / (1 + others));
                }
            }
        } finally {
            trainings.forEach(Training::end);
            delete(folder);
        }
    }

    /** Measures the rates of each training, turn by turn. */
    private List<List<Double>> measure(List<Training> trainings, int others) throws IOException, InterruptedException {
        List<List<Double>> rates = new ArrayList<>();
        trainings.forEach(training -> rates.add(new ArrayList<>()));
        List<Process> loops = new ArrayList<>();
        try {
            for (int i = 0; i < others * PROCESSORS; i++) {
                loops.add(shell("while :; do :; done"));
            }
            for (int turn = 0; turn < turns; turn++) {
                for (int i = 0; i < trainings.size(); i++) {
                    int at = (turn + i) % trainings.size();
                    rates.get(at).add(trainings.get(at).stepsPerSecond(seconds));
                }
            }
        } finally {
            loops.forEach(Process::destroyForcibly);
        }
        return rates;
    }

    private static void print(int others, String way, List<Double> rates, double fair) {
        System.out.printf(
                Locale.ROOT,
                "%d busy processes per processor: %6.2f steps/s, mean %6.2f (%.2f to %.2f)%s  %s%n",
                others,
                median(rates),
                mean(rates),
                Collections.min(rates),
                Collections.max(rates),
                fair > 0
                        ? String.format(Locale.ROOT, ", mean %3.0f %% of the fair share", 100 * mean(rates) / fair)
                        : "",
                way.isEmpty() ? "unchanged" : way);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Process shell(String command) throws IOException {
        return new ProcessBuilder("sh", "-c", command).inheritIO().start();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** A training that is stopped whenever it is not its turn. */
    private record Training(Process process, Path metrics) {
        static Training begin(String way, Path folder) throws IOException, InterruptedException {
            int colon = way.indexOf(':');
            String before = colon < 0 ? way : way.substring(0, colon);
            String more = colon < 0 ? "" : way.substring(colon + 1);
            Process process = shell("exec env " + before + " ./dann4j " + VERB + " --out '" + folder + "' " + more);
            Training training = new Training(process, folder.resolve("metrics.jsonl"));
            long size = 0;
            for (int line = 0; line < WARM_UP_LINES; line++) {
                size = training.grown(size);
            }
            training.signal("STOP");
            return training;
        }

        double stepsPerSecond(double seconds) throws IOException, InterruptedException {
            signal("CONT");
            Thread.sleep(SETTLING_MILLIS);
            long from = grown(size());
            long start = System.nanoTime();
            long to = from;
            long end;
            do {
                to = grown(to);
                end = System.nanoTime();
            } while (end - start < seconds * 1e9);
            signal("STOP");
            return STEPS_A_LINE * lines(from, to) / ((end - start) / 1e9);
        }

        /** Waits until the file is larger than this; returns its new size. */
        private long grown(long size) throws IOException, InterruptedException {
            long start = System.nanoTime();
            while (size() <= size) {
                if (!process.isAlive() || System.nanoTime() - start > LONGEST_WAIT) {
                    throw new IOException("a training makes no progress: " + process.info());
                }
                Thread.sleep(1);
            }
            return size();
        }

        private long size() throws IOException {
            return Files.exists(metrics) ? Files.size(metrics) : 0;
        }

        private long lines(long from, long to) throws IOException {
            try (InputStream in = Files.newInputStream(metrics)) {
                in.skipNBytes(from);
                byte[] gained = in.readNBytes(Math.toIntExact(to - from));
                return IntStream.range(0, gained.length)
                        .filter(i -> gained[i] == '\n')
                        .count();
            }
        }

        private void signal(String name) throws IOException, InterruptedException {
            shell("kill -" + name + " " + process.pid()).waitFor();
        }

        void end() {
            process.destroyForcibly().onExit().join();
        }
    }
}

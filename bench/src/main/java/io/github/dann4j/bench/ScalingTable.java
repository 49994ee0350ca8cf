package io.github.dann4j.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Predicts the speed of many workers from the measured speed of one and two workers, by a small model of a step, and
 * shows how well the model predicts measurements over links of other speeds.
 *
 * <pre>
 * java -cp 'bench/target/lib/*' io.github.dann4j.bench.ScalingTable [--images N] [--exchanges K] [--message MS]
 *     ALONE GIGABITS=TWO...
 * </pre>
 *
 * ALONE is the folder of a training by one worker. Each TWO is the folder of a training by two workers joined by a link
 * of so many gigabits per second (see {@code bench/two-hosts.sh}). All trainings have the same recipe and the same
 * number of threads and images per worker. The first TWO gives the cost of a message in addition to its bytes; the
 * others are predicted with it.
 *
 * <p>The table is for as many images per worker as in ALONE, or for {@code --images} of each domain; for as many
 * exchanges as measured, or {@code --exchanges}; and for messages that take as long as fitted, or {@code --message}
 * milliseconds.
 *
 * <p>A step of W workers takes the time that one worker needs for its images, plus h for each of the consecutive
 * messages of its exchanges: 2(W − 1) messages for the exchange of the gradients, by gloo's ring, and log₂ W for each
 * of the K − 1 other exchanges, which are of few values. The bytes of the ring take 2(W − 1)/W · G/β for G bytes over a
 * link of β. Images per second, K and G are measured; h is fitted. Nothing overlaps: the exchange of gradients begins
 * after the backward pass has ended.
 */
public final class ScalingTable {
    private static final int[] WORKERS = {1, 2, 4, 8, 16, 32, 64};
    private static final double[] GIGABITS = {1, 10, 100};

    private final double secondsPerImage;
    private final double exchanges;
    private final double bytes;
    private final double secondsPerMessage;

    private ScalingTable(double secondsPerImage, double exchanges, double bytes, double secondsPerMessage) {
        this.secondsPerImage = secondsPerImage;
        this.exchanges = exchanges;
        this.bytes = bytes;
        this.secondsPerMessage = secondsPerMessage;
    }

    /** A training by two workers over a link. */
    private record Measured(double gigabits, JsonNode training) {
        static Measured read(String argument) throws IOException {
            int equals = argument.indexOf('=');
            return new Measured(
                    Double.parseDouble(argument.substring(0, equals)),
                    ScalingTable.run(Path.of(argument.substring(equals + 1))));
        }

        double value(String name) {
            return training.path("exchange").path(name).asDouble();
        }

        /** The seconds of the exchanges, without the time spent waiting for the slower worker. */
        double seconds() {
            return value("seconds") - value("skewSeconds") / 2;
        }

        double secondsOfBytes() {
            return ScalingTable.secondsOfBytes(2, value("bytes"), gigabits);
        }
    }

    /** Prints the table; see the class. */
    public static void main(String[] args) throws IOException {
        Map<String, String> options = new HashMap<>();
        List<String> folders = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--") && i + 1 < args.length) {
                options.put(args[i], args[++i]);
            } else {
                folders.add(args[i]);
            }
        }
        if (folders.size() < 2
                || !Set.of("--images", "--exchanges", "--message").containsAll(options.keySet())) {
            System.err.println("usage: ScalingTable [--images N] [--exchanges K] [--message MS] ALONE GIGABITS=TWO...");
            System.exit(2);
        }
        Path alone = Path.of(folders.get(0));
        List<Measured> measured = new ArrayList<>();
        for (String two : folders.subList(1, folders.size())) {
            measured.add(Measured.read(two));
        }
        Measured first = measured.get(0);
        ScalingTable fitted = new ScalingTable(
                1 / run(alone).path("imagesPerSecond").asDouble(),
                first.value("exchanges"),
                first.value("bytes"),
                Math.max(0, first.seconds() - first.secondsOfBytes()) / messages(2, first.value("exchanges")));
        fitted.printMeasured(measured, System.out);
        int images = settings(alone).path("recipe").path("batchSize").asInt();
        String exchanges = options.get("--exchanges");
        String message = options.get("--message");
        new ScalingTable(
                        fitted.secondsPerImage,
                        exchanges == null ? fitted.exchanges : Double.parseDouble(exchanges),
                        fitted.bytes,
                        message == null ? fitted.secondsPerMessage : Double.parseDouble(message) / 1e3)
                .print(Integer.parseInt(options.getOrDefault("--images", "" + images)), System.out);
    }

    private static JsonNode settings(Path folder) throws IOException {
        return new ObjectMapper().readTree(Files.readString(folder.resolve("results.json")));
    }

    private static JsonNode run(Path folder) throws IOException {
        return settings(folder).path("runs").path(0);
    }

    private static double secondsOfBytes(int workers, double bytes, double gigabits) {
        return 2.0 * (workers - 1) / workers * bytes * 8 / (gigabits * 1e9);
    }

    private static double messages(int workers, double exchanges) {
        return 2 * (workers - 1) + (exchanges - 1) * Math.log(workers) / Math.log(2);
    }

    private double secondsOfExchanges(int workers, double gigabits) {
        return messages(workers, exchanges) * secondsPerMessage + secondsOfBytes(workers, bytes, gigabits);
    }

    private void printMeasured(List<Measured> measured, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%.0f images/s per worker; a step has %.1f exchanges, %.2f MB in total; %.2f ms per message%n%n",
                1 / secondsPerImage,
                exchanges,
                bytes / 1e6,
                1e3 * secondsPerMessage);
        out.println("| two workers over | exchanges measured, ms per step | model |");
        out.println("| --- | --- | --- |");
        for (Measured one : measured) {
            out.printf(
                    Locale.ROOT,
                    "| %s Gbit/s | %.1f | %.1f |%n",
                    number(one.gigabits()),
                    1e3 * one.seconds(),
                    1e3 * secondsOfExchanges(2, one.gigabits()));
        }
    }

    private void print(int batch, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%n%d + %d images per worker, %.2f ms per message%n%n",
                batch,
                batch,
                1e3 * secondsPerMessage);
        StringBuilder head = new StringBuilder("| workers | computing, ms |");
        for (double gigabits : GIGABITS) {
            head.append(
                    String.format(Locale.ROOT, " exchanges at %s Gbit/s, ms | images/s | share |", number(gigabits)));
        }
        out.println(head);
        out.println("| --- | --- |" + " --- | --- | --- |".repeat(GIGABITS.length));
        double computing = 2 * batch * secondsPerImage;
        for (int workers : WORKERS) {
            StringBuilder row =
                    new StringBuilder(String.format(Locale.ROOT, "| %d | %.0f |", workers, 1e3 * computing));
            for (double gigabits : GIGABITS) {
                double exchange = workers == 1 ? 0 : secondsOfExchanges(workers, gigabits);
                double update = computing + exchange;
                row.append(String.format(
                        Locale.ROOT,
                        " %.1f | %,.0f | %.2f |",
                        1e3 * exchange,
                        workers * 2 * batch / update,
                        computing / update));
            }
            out.println(row);
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}

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
 * What many workers would give, from what one and two gave: a small model of an update, and beside it how well it tells what was
 * measured over links of other speeds.
 *
 * <pre>
 * java -cp 'bench/target/lib/*' io.github.dann4j.bench.ScalingTable [--images N] [--exchanges K] [--message MS] ALONE GIGABITS=TWO...
 * </pre>
 *
 * ALONE is the folder of a training by one worker, each TWO that of one by two workers joined by a link of so many gigabits a second
 * (see {@code bench/two-hosts.sh}); all of the same recipe, with as many threads and images a worker. The first of them gives what a
 * message costs beside its bytes; the others are foretold by it.
 *
 * <p>The table is for as many images a worker as ALONE had, or for {@code --images} of each domain; for as many exchanges as measured,
 * or {@code --exchanges}; and for messages that take as long as fitted, or {@code --message} milliseconds.
 *
 * <p>An update of W workers takes what its images take one worker alone, and h for each of the messages that its exchanges need behind each
 * other: 2(W − 1) for that of the gradients, by gloo's ring, and log₂ W for each of the K − 1 others, of few values. The ring's bytes take
 * 2(W − 1)/W · G/β for G of them over a link of β. Images a second, K and G are measured; h is fitted. Nothing of it overlaps: the exchange
 * of gradients begins when the backward pass has ended.
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

    /** Two workers' training over a link. */
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

        /** Waiting for the slower one is none of the exchange's. */
        double seconds() {
            return value("seconds") - value("skewSeconds") / 2;
        }

        double secondsOfBytes() {
            return ScalingTable.secondsOfBytes(2, value("bytes"), gigabits);
        }
    }

    /** See the class. */
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
                "%.0f images/s and worker; an update has %.1f exchanges, %.2f MB together; %.2f ms a message%n%n",
                1 / secondsPerImage,
                exchanges,
                bytes / 1e6,
                1e3 * secondsPerMessage);
        out.println("| two workers over | exchanges measured, ms an update | model |");
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
                Locale.ROOT, "%n%d + %d images a worker, %.2f ms a message%n%n", batch, batch, 1e3 * secondsPerMessage);
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

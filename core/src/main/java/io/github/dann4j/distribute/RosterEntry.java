package io.github.dann4j.distribute;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The registration of a worker.
 *
 * @param host name of the machine, for messages
 * @param process number of the process, for messages
 * @param settings settings that must be the same on all workers, by name
 */
record RosterEntry(int rank, int size, String host, long process, Map<String, String> settings) {
    private static final String SETTING = "setting.";

    RosterEntry {
        settings = new TreeMap<>(settings);
    }

    String text() {
        Properties lines = new Properties();
        lines.setProperty("rank", Integer.toString(rank));
        lines.setProperty("size", Integer.toString(size));
        lines.setProperty("host", host);
        lines.setProperty("process", Long.toString(process));
        settings.forEach((name, value) -> lines.setProperty(SETTING + name, value));
        StringWriter text = new StringWriter();
        try {
            lines.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static RosterEntry of(String text) {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new TreeMap<>();
        for (String name : lines.stringPropertyNames()) {
            if (name.startsWith(SETTING)) {
                settings.put(name.substring(SETTING.length()), lines.getProperty(name));
            }
        }
        return new RosterEntry(
                Integer.parseInt(lines.getProperty("rank")),
                Integer.parseInt(lines.getProperty("size")),
                lines.getProperty("host"),
                Long.parseLong(lines.getProperty("process")),
                settings);
    }

    String who() {
        return String.format(Locale.ROOT, "worker %d (%s, process %d)", rank, host, process);
    }

    /** Returns why this worker cannot train with {@code others}, which registered before it; empty if it can. */
    Optional<String> conflict(List<RosterEntry> others) {
        for (RosterEntry other : others) {
            if (other.size != size) {
                RosterEntry lower = lower(other);
                RosterEntry higher = lower == this ? other : this;
                return Optional.of(String.format(
                        Locale.ROOT,
                        "%s expects %d workers, %s expects %d; WORLD_SIZE must be the same for all",
                        lower.who(),
                        lower.size,
                        higher.who(),
                        higher.size));
            }
            if (other.rank == rank) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "two workers have rank %d: on %s process %d and on %s process %d; each needs a different RANK",
                        rank,
                        other.host,
                        other.process,
                        host,
                        process));
            }
        }
        return others.isEmpty() ? Optional.empty() : difference(others.get(0));
    }

    /** Describes a setting in which this worker and another differ, the lower rank first; empty if there is none. */
    private Optional<String> difference(RosterEntry other) {
        RosterEntry lower = lower(other);
        RosterEntry higher = lower == this ? other : this;
        TreeSet<String> names = new TreeSet<>(settings.keySet());
        names.addAll(other.settings.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(settings.get(name), other.settings.get(name)))
                .findFirst()
                .map(name ->
                        "the workers differ in %s: %s has %s, %s has %s; start all with the same version and options"
                                .formatted(name, lower.who(), lower.shown(name), higher.who(), higher.shown(name)));
    }

    /** Returns the entry with the lower rank, so that a message does not depend on who came first. */
    private RosterEntry lower(RosterEntry other) {
        return rank < other.rank ? this : other;
    }

    private String shown(String name) {
        String value = settings.get(name);
        return value == null ? "none" : shortened(value);
    }

    private static String shortened(String value) {
        return value.length() > 80 ? value.substring(0, 77) + "..." : value;
    }
}

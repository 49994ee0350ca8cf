package io.github.dann4j.distribute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A worker's place among all workers, which the launcher passes in environment variables: those that every PyTorch
 * launcher sets ({@code torchrun}, Kubeflow's PyTorchJob, {@code dann4j launch}), or those of SLURM's {@code srun}.
 *
 * @param share rank and number of workers: {@code RANK} and {@code WORLD_SIZE}, or {@code SLURM_PROCID} and
 *     {@code SLURM_NTASKS}
 * @param local rank and number among the workers of this machine: {@code LOCAL_RANK} and {@code LOCAL_WORLD_SIZE}, or
 *     {@code SLURM_LOCALID} and {@code SLURM_NTASKS_PER_NODE}
 * @param address address of the machine of rank 0: {@code MASTER_ADDR}, or the first host of {@code SLURM_JOB_NODELIST}
 * @param port port on which rank 0 listens: {@code MASTER_PORT}; with torchrun, whose agent uses that port, the next
 *     one; with SLURM, if it is not set, a port derived from the job's number
 */
public record WorkerPlace(Shard share, Shard local, String address, int port) {
    private static final String RANK = "RANK";
    private static final String WORLD_SIZE = "WORLD_SIZE";
    private static final String MASTER_ADDR = "MASTER_ADDR";
    private static final String MASTER_PORT = "MASTER_PORT";
    private static final String AGENT_STORE = "TORCHELASTIC_USE_AGENT_STORE";
    private static final List<String> ALL = List.of(RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT);

    private static final int FIRST_SLURM_PORT = 20_000;
    private static final int SLURM_PORTS = 10_000;
    private static final int MOST_WORKERS = 100_000;

    /** Matches the first host of a list such as {@code n1,n2}, {@code gpu[07-09,12]}, {@code a[1-2]b}. */
    private static final Pattern FIRST_HOST = Pattern.compile("([^,\\[]+)(?:\\[(\\d+)[^\\]]*\\]([^,\\[]*))?.*");

    public WorkerPlace {
        if (port < 1 || port > 65_535) {
            throw new WorkerException(String.format(Locale.ROOT, "%s must be 1 to 65535, got %d", MASTER_PORT, port));
        }
    }

    /**
     * Returns the place according to the variables; empty if no variables describe a worker.
     *
     * @throws WorkerException if variables are missing or invalid
     */
    public static Optional<WorkerPlace> of(Map<String, String> environment) {
        Map<String, String> given = new LinkedHashMap<>(environment);
        if (!given.containsKey(RANK) && !given.containsKey(WORLD_SIZE)) {
            if (!given.containsKey("SLURM_PROCID") || !given.containsKey("SLURM_STEP_ID")) {
                return Optional.empty(); // started neither by srun nor by a launcher
            }
            fromSlurm(given);
        }
        for (String name : ALL) {
            if (!given.containsKey(name)) {
                throw new WorkerException(
                        "a worker needs the environment variables %s, but %s is not set; set it, or unset the others to train alone"
                                .formatted(String.join(", ", ALL), name));
            }
        }
        int size = number(given, WORLD_SIZE, 1, MOST_WORKERS);
        int rank = number(given, RANK, 0, size - 1);
        int localSize = given.containsKey("LOCAL_WORLD_SIZE") ? number(given, "LOCAL_WORLD_SIZE", 1, size) : 1;
        int localRank = localSize > 1 ? number(given, "LOCAL_RANK", 0, localSize - 1) : 0;
        String address = given.get(MASTER_ADDR);
        if (address == null || address.isBlank()) {
            throw new WorkerException(MASTER_ADDR + " must name the machine of rank 0, but is empty");
        }
        return Optional.of(
                new WorkerPlace(new Shard(rank, size), new Shard(localRank, localSize), address.strip(), port(given)));
    }

    /**
     * Returns the port. With torchrun, the agent serves its own store at MASTER_PORT with the protocol of its version
     * of PyTorch, so the workers use the next port.
     */
    private static int port(Map<String, String> given) {
        int port = number(given, MASTER_PORT, 1, 65_535);
        if (!"True".equals(given.get(AGENT_STORE))) {
            return port;
        }
        return port < 65_535 ? port + 1 : port - 1;
    }

    /** Copies srun's values into the usual variables that are not set. */
    private static void fromSlurm(Map<String, String> given) {
        given.put(RANK, given.get("SLURM_PROCID"));
        given.put(WORLD_SIZE, given.getOrDefault("SLURM_STEP_NUM_TASKS", given.getOrDefault("SLURM_NTASKS", "1")));
        given.putIfAbsent("LOCAL_RANK", given.getOrDefault("SLURM_LOCALID", "0"));
        String perNode = given.getOrDefault("SLURM_NTASKS_PER_NODE", "1");
        given.putIfAbsent("LOCAL_WORLD_SIZE", perNode.replaceFirst("\\D.*", ""));
        String nodes = given.getOrDefault("SLURM_STEP_NODELIST", given.get("SLURM_JOB_NODELIST"));
        if (nodes != null) {
            given.putIfAbsent(MASTER_ADDR, firstHost(nodes));
        }
        String job = given.get("SLURM_JOB_ID");
        if (job != null && job.matches("\\d{1,18}")) {
            given.putIfAbsent(MASTER_PORT, Long.toString(FIRST_SLURM_PORT + Long.parseLong(job) % SLURM_PORTS));
        }
    }

    static String firstHost(String list) {
        Matcher matcher = FIRST_HOST.matcher(list);
        if (!matcher.matches()) {
            throw new WorkerException("SLURM_JOB_NODELIST names no host: '%s'; set %s".formatted(list, MASTER_ADDR));
        }
        String number = matcher.group(2);
        return number == null ? matcher.group(1) : matcher.group(1) + number + matcher.group(3);
    }

    private static int number(Map<String, String> given, String name, int min, int max) {
        String text = String.valueOf(given.get(name)).strip();
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new WorkerException(
                String.format(Locale.ROOT, "%s must be a whole number from %d to %d, got '%s'", name, min, max, text));
    }
}

package io.github.dann4j.fetch;

import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one file. The file grows under the name {@code .NAME.part}, which is locked against other processes, and gets
 * its own name once its length, format and checksum are right. The file {@code .NAME.part.from} beside it records which
 * version of which address the part belongs to.
 */
final class FileFetch {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
    private static final int BLOCK = 1 << 16;
    private static final int LOCK_MILLIS = 200;

    private final HttpClient client;
    private final Path folder;
    private final RemoteFile file;
    private final FetchSettings settings;
    private final FetchListener listener;
    private final Path target;
    private final Path part;
    private final Path origin;
    private volatile boolean stopped;
    private volatile @Nullable InputStream arriving;

    FileFetch(HttpClient client, Path folder, RemoteFile file, FetchSettings settings, FetchListener listener) {
        this.client = client;
        this.folder = folder;
        this.file = file;
        this.settings = settings;
        this.listener = listener;
        this.target = folder.resolve(file.name());
        this.part = target.resolveSibling(".%s.part".formatted(target.getFileName()));
        this.origin = target.resolveSibling(".%s.part.from".formatted(target.getFileName()));
    }

    /** An address does not have the file; another one may. */
    private static final class AddressException extends Exception {
        private static final long serialVersionUID = 1L;

        AddressException(String reason) {
            super(reason);
        }
    }

    /** A connection broke; the same address may be tried again. */
    private static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenException(String reason) {
            super(reason);
        }
    }

    void run() {
        try {
            if (Files.exists(target)) {
                listener.done(file, false);
                return;
            }
            Files.createDirectories(target.getParent());
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                // Another process may have fetched the file in the meantime; the locked file is then no longer a part.
                if (Files.exists(target)) {
                    listener.done(file, false);
                    return;
                }
                fromAnyAddress(channel);
            }
        } catch (ClosedByInterruptException e) {
            throw cancelled();
        } catch (IOException e) {
            throw new FileException("%s: cannot be written: %s".formatted(target, FileException.reason(e)), e);
        }
    }

    /** Stops {@link #run} from another thread, wherever it is: a read that waits for the network ignores interrupts. */
    void stop() {
        stopped = true;
        InputStream open = arriving;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // the reader meets the same failure
            }
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        for (boolean isReported = false; ; isReported = true) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Held by this process: treated as if another one held it.
            }
            if (!isReported) {
                listener.note(file, "another process is fetching it; waiting for that process");
            }
            pause(LOCK_MILLIS);
        }
    }

    private void fromAnyAddress(FileChannel channel) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (URI address : file.addresses()) {
            try {
                fromAddress(channel, address);
                // Moved while locked: a process that waits for the lock then finds the file in place.
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                Files.deleteIfExists(origin);
                listener.done(file, true);
                return;
            } catch (AddressException e) {
                reasons.add("%s %s".formatted(address, e.getMessage()));
                listener.note(file, reasons.get(reasons.size() - 1));
            }
        }
        if (channel.size() == 0) {
            Files.deleteIfExists(part);
            Files.deleteIfExists(origin);
        }
        throw new FetchException("%s: could not be fetched: %s; get the file elsewhere and put it at %s"
                .formatted(file.name(), String.join("; ", reasons), target));
    }

    private void fromAddress(FileChannel channel, URI address) throws IOException, AddressException {
        if (file.checksum() == null && !readOrigin().startsWith(address + "\n")) {
            channel.truncate(0); // a mix of two files could not be distinguished from one complete file
        }
        boolean resumed = channel.size() > 0;
        receiveAll(channel, address);
        String problem = problem(channel);
        if (problem != null && resumed) {
            listener.note(
                    file,
                    "%s %s; its first part came from another fetch, so fetching again from the beginning"
                            .formatted(address, problem));
            channel.truncate(0);
            receiveAll(channel, address);
            problem = problem(channel);
        }
        if (problem != null) {
            channel.truncate(0);
            throw new AddressException(problem);
        }
    }

    /** Repeats requests until everything has arrived. */
    private void receiveAll(FileChannel channel, URI address) throws IOException, AddressException {
        int failures = 0;
        while (true) {
            long before = channel.size();
            try {
                receive(channel, address);
                return;
            } catch (BrokenException e) {
                failures = channel.size() > before ? 1 : failures + 1;
                if (failures >= settings.attempts()) {
                    throw new AddressException(String.format(
                            Locale.ROOT,
                            "%s (%d attempts; %,d bytes are kept)",
                            e.getMessage(),
                            failures,
                            channel.size()));
                }
                listener.note(file, "%s; trying again".formatted(e.getMessage()));
                pause(settings.pause().toMillis() << Math.min(10, failures - 1));
            }
        }
    }

    /** Sends one request and stores its answer. When it returns, the server has nothing more to send. */
    private void receive(FileChannel channel, URI address) throws IOException, AddressException, BrokenException {
        long have = channel.size();
        HttpResponse<InputStream> response = ask(address, have);
        try (InputStream body = response.body()) {
            arriving = body;
            if (stopped) {
                throw cancelled();
            }
            long total = total(response);
            switch (response.statusCode()) {
                case 200 -> {
                    have = 0; // the server ignores ranges, or the file has changed
                    channel.truncate(0);
                }
                case 206 -> {
                    if (rangeStart(response) != have) {
                        channel.truncate(0);
                        throw new BrokenException("sent a different part than the requested one");
                    }
                }
                case 416 -> {
                    if (have > 0 && have == (file.bytes() >= 0 ? file.bytes() : total)) {
                        return;
                    }
                    channel.truncate(0);
                    throw new BrokenException("does not have the requested part");
                }
                default -> {
                    String answer = String.format(Locale.ROOT, "answers with status %d", response.statusCode());
                    if (response.statusCode() >= 500 || response.statusCode() == 429) {
                        throw new BrokenException(answer);
                    }
                    throw new AddressException(answer);
                }
            }
            if (file.bytes() >= 0 && total >= 0 && total != file.bytes()) {
                channel.truncate(0);
                throw new AddressException(
                        String.format(Locale.ROOT, "has a file of %,d bytes, not %,d", total, file.bytes()));
            }
            long expected = file.bytes() >= 0 ? file.bytes() : total;
            requireRoom(expected - have);
            writeOrigin(originOf(address, response));
            copy(body, channel, have, expected);
        }
    }

    private HttpResponse<InputStream> ask(URI address, long have) throws BrokenException, AddressException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(settings.patience());
        if (have > 0) {
            request.header("Range", String.format(Locale.ROOT, "bytes=%d-", have));
            String validator = validator(address);
            if (!validator.isEmpty()) {
                request.header("If-Range", validator);
            }
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw cancelled();
        } catch (java.net.ConnectException | java.nio.channels.UnresolvedAddressException e) {
            throw new AddressException("cannot be reached");
        } catch (java.net.http.HttpTimeoutException e) {
            throw new BrokenException(String.format(
                    Locale.ROOT,
                    "did not answer within %d seconds",
                    settings.patience().toSeconds()));
        } catch (IOException e) {
            throw new BrokenException("broke off: " + FileException.reason(e));
        }
    }

    private void copy(InputStream body, FileChannel channel, long from, long expected)
            throws IOException, BrokenException, AddressException {
        channel.position(from);
        long done = from;
        byte[] block = new byte[BLOCK];
        try (Silence silence = new Silence(body, settings.patience().toMillis())) {
            while (true) {
                int got;
                try {
                    got = body.read(block);
                } catch (IOException e) {
                    if (stopped || Thread.currentThread().isInterrupted()) {
                        throw cancelled();
                    }
                    throw new BrokenException(
                            silence.broken()
                                    ? String.format(
                                            Locale.ROOT,
                                            "sent nothing for %d seconds",
                                            settings.patience().toSeconds())
                                    : String.format(Locale.ROOT, "broke off after %,d bytes", done));
                }
                if (got < 0) {
                    break;
                }
                silence.heard();
                for (ByteBuffer rest = ByteBuffer.wrap(block, 0, got); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                done += got;
                if (expected >= 0 && done > expected) {
                    channel.truncate(0);
                    throw new AddressException(
                            String.format(Locale.ROOT, "sent more than the %,d bytes that the file has", expected));
                }
                listener.progress(file, done, expected);
            }
        }
        if (expected >= 0 && done < expected) {
            throw new BrokenException(String.format(Locale.ROOT, "broke off after %,d of %,d bytes", done, expected));
        }
    }

    /** Ends a read that has waited too long. */
    private static final class Silence implements AutoCloseable {
        private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "fetch-watch");
            thread.setDaemon(true);
            return thread;
        });
        private final AtomicLong last = new AtomicLong(System.nanoTime());
        private volatile boolean broken;

        Silence(InputStream body, long millis) {
            long step = Math.max(10, millis / 4);
            watch.scheduleWithFixedDelay(
                    () -> {
                        if (System.nanoTime() - last.get() > TimeUnit.MILLISECONDS.toNanos(millis)) {
                            broken = true;
                            close(body);
                        }
                    },
                    step,
                    step,
                    TimeUnit.MILLISECONDS);
        }

        void heard() {
            last.set(System.nanoTime());
        }

        boolean broken() {
            return broken;
        }

        private void close(InputStream body) {
            watch.shutdown();
            try {
                body.close();
            } catch (IOException e) {
                broken = true; // the reader meets the same failure
            }
        }

        @Override
        public void close() {
            watch.shutdownNow();
        }
    }

    private void requireRoom(long bytes) throws IOException {
        long room = Files.getFileStore(part).getUsableSpace();
        if (bytes > room) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "it needs %,d MB more, but %s has only %,d MB free",
                    (bytes >> 20) + 1,
                    folder,
                    room >> 20));
        }
    }

    /** Returns what is wrong with the length, format or checksum of what has arrived; null if nothing is. */
    private @Nullable String problem(FileChannel channel) throws IOException {
        if (file.bytes() >= 0 && channel.size() != file.bytes()) {
            return String.format(Locale.ROOT, "sent %,d bytes, not %,d", channel.size(), file.bytes());
        }
        String wrong = file.format().problem(part);
        if (wrong != null) {
            return "sent a file that " + wrong;
        }
        Checksum right = file.checksum();
        Checksum sum = right == null ? null : right.of(part);
        return Objects.equals(sum, right) ? null : "sent a file with %s, not %s".formatted(sum, right);
    }

    private static long total(HttpResponse<?> response) {
        Matcher range = CONTENT_RANGE.matcher(
                response.headers().firstValue("Content-Range").orElse(""));
        if (range.matches()) {
            return range.group(2).equals("*") ? RemoteFile.UNKNOWN : Long.parseLong(range.group(2));
        }
        String unsatisfied = response.headers().firstValue("Content-Range").orElse("");
        if (unsatisfied.matches("bytes \\*/\\d{1,18}")) {
            return Long.parseLong(unsatisfied.substring("bytes */".length()));
        }
        return response.statusCode() == 200
                ? response.headers().firstValueAsLong("Content-Length").orElse(RemoteFile.UNKNOWN)
                : RemoteFile.UNKNOWN;
    }

    private static long rangeStart(HttpResponse<?> response) {
        Matcher range = CONTENT_RANGE.matcher(
                response.headers().firstValue("Content-Range").orElse(""));
        return range.matches() ? Long.parseLong(range.group(1)) : -1;
    }

    /** Returns the address, and what distinguishes its versions: a strong ETag, or the date of the last change. */
    private static String originOf(URI address, HttpResponse<?> response) {
        String tag = response.headers().firstValue("ETag").orElse("");
        String version = tag.startsWith("\"")
                ? tag
                : response.headers().firstValue("Last-Modified").orElse("");
        return address + "\n" + version;
    }

    private String validator(URI address) {
        try {
            String kept = readOrigin();
            return kept.startsWith(address + "\n")
                    ? kept.substring(address.toString().length() + 1)
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    private String readOrigin() throws IOException {
        return Files.isRegularFile(origin) ? Files.readString(origin) : "";
    }

    private void writeOrigin(String text) throws IOException {
        Files.writeString(origin, text);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw cancelled();
        }
    }

    private static CancellationException cancelled() {
        return new CancellationException("stopped during a fetch");
    }
}

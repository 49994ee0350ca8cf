package io.github.dann4j.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A checksum of a file's content.
 *
 * @param algorithm {@code SHA-256} or {@code MD5}; MD5, which old publications use, detects damage but not tampering
 * @param hex in lower case
 */
public record Checksum(String algorithm, String hex) {
    public static Checksum md5(String hex) {
        return new Checksum("MD5", hex);
    }

    public static Checksum sha256(String hex) {
        return new Checksum("SHA-256", hex);
    }

    public Checksum {
        if (!hex.matches(algorithm.equals("MD5") ? "[0-9a-f]{32}" : "[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a %s checksum: %s".formatted(algorithm, hex));
        }
    }

    /** Computes the same kind of checksum for a file. */
    public Checksum of(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[1 << 18];
            for (int got; (got = in.read(block)) >= 0; ) {
                digest.update(block, 0, got);
            }
        }
        return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public String toString() {
        return algorithm + " " + hex;
    }
}

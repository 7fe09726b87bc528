package whoami;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What a table was seen to hold: how many rows, and a checksum over all of them in the order of their keys. */
final class Contents {
    private final MessageDigest sha256 = sha256();
    private long rows;

    void add(byte[] line) {
        sha256.update(line);
        rows++;
    }

    Sum sum() {
        return new Sum(rows, HexFormat.of().formatHex(sha256.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param sha256 in hexadecimal */
    record Sum(long rows, String sha256) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,11d rows  sha256 %s", rows, sha256);
        }
    }
}

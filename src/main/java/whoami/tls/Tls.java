package whoami.tls;

import java.nio.file.Path;

/**
 * Where the certificate and its key are, and the port to use them on.
 *
 * @param certificate a PEM file: the server's certificate first, then those that vouch for it
 * @param key a PEM file with the key of the first of them
 */
public record Tls(Path certificate, Path key, int port) {}
